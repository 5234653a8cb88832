import type { Column, Table, TextValues } from '@sales/parquet';
import { attributeFields, type Star } from '@sales/schema';
import { columnOf, valueReader } from './columnView.ts';
import { type Sum64, xxHash64 } from './xxHash64.ts';

/** Spark's `xxhash64` starts from 42, so SQL gives the same sums. */
const seed = 42;

/**
 * Sums the fields that the fact does not keep, row by row: the exclusive or of XXH64 of `<field>=<value>`, null fields left
 * out. Two rows of a business key with the same fact fields and the same sum have the same content.
 */
export function attributesHashes(star: Star, table: Table): BigInt64Array {
  const hashes = new BigInt64Array(table.rowCount);
  const halves = new Int32Array(hashes.buffer);
  for (const name of attributeFields(star)) addField(halves, name, columnOf(table, name), table.rowCount);
  return hashes;
}

function addField(halves: Int32Array, name: string, column: Column, rowCount: number): void {
  const sumOf = hasherOf(name);
  const add = (row: number, { low, high }: Sum64): void => {
    halves[2 * row] = halves[2 * row]! ^ low;
    halves[2 * row + 1] = halves[2 * row + 1]! ^ high;
  };
  if (column.kind === 'codes') {
    const { codes, dictionary } = column;
    const sums = new Int32Array(2 * (dictionary.offsets.length - 1));
    for (let code = 0; 2 * code < sums.length; code++) {
      const { low, high } = sumOf(dictionary, code);
      sums[2 * code] = low;
      sums[2 * code + 1] = high;
    }
    for (let row = 0; row < rowCount; row++) {
      const code = codes[row]!;
      if (code < 0) continue;
      halves[2 * row] = halves[2 * row]! ^ sums[2 * code]!;
      halves[2 * row + 1] = halves[2 * row + 1]! ^ sums[2 * code + 1]!;
    }
    return;
  }
  if (column.kind === 'text') {
    const { values, validity } = column;
    for (let row = 0; row < rowCount; row++) if (validity?.[row] !== 0) add(row, sumOf(values, row));
    return;
  }
  const valueAt = valueReader(column);
  for (let row = 0; row < rowCount; row++) {
    const value = valueAt(row);
    if (value === null) continue;
    const bytes = Buffer.from(value.toString());
    add(row, sumOf({ bytes, offsets: Uint32Array.of(0, bytes.length) }, 0));
  }
}

/** Makes a function that sums `<field>=<value>`; its answer is valid until it is asked again. */
function hasherOf(field: string): (values: TextValues, index: number) => Sum64 {
  const prefix = Buffer.from(`${field}=`);
  let text = new Uint8Array(256);
  text.set(prefix);
  const sum: Sum64 = { high: 0, low: 0 };
  return ({ bytes, offsets }, index) => {
    const start = offsets[index]!;
    const end = offsets[index + 1]!;
    const length = prefix.length + end - start;
    if (length > text.length) {
      text = new Uint8Array(length * 2);
      text.set(prefix);
    }
    for (let at = start, to = prefix.length; at < end; at++) text[to++] = bytes[at]!;
    xxHash64(sum, text, 0, length, seed);
    return sum;
  };
}
