import { type Column, type Table, textValues } from '@sales/parquet';
import { type Place, type Scratch, withScratch } from '@sales/parquet/kernel';
import { attributeFields, type Star } from '@sales/schema';
import { columnOf, valueReader } from './columnView.ts';
import { kernel } from './kernel/kernel.ts';
import { placeTextSums } from './textSums.ts';

/** Spark's `xxhash64` starts from 42, so SQL gives the same sums. */
const seed = 42;

/**
 * Sums the fields that the fact does not keep, row by row: the exclusive or of XXH64 of `<field>=<value>`, null fields left
 * out. Two rows of a business key with the same fact fields and the same sum have the same content.
 */
export function attributesHashes(star: Star, table: Table): BigInt64Array {
  return withScratch(kernel(), (scratch) => {
    const { rowCount } = table;
    const rows = scratch.room(rowCount * 8);
    scratch.view(rows, rowCount * 8).fill(0);
    for (const name of attributeFields(star)) addField(scratch, rows, name, columnOf(table, name));
    return new BigInt64Array(scratch.copy(rows, rowCount * 8).buffer);
  });
}

function addField(scratch: Scratch, rows: Place, name: string, column: Column): void {
  const sum = { prefix: `${name}=`, seed };
  if (column.kind === 'codes') {
    const sums = placeTextSums(scratch, column.dictionary, sum);
    return kernel().addCoded(rows, column.codes.length, scratch.put(column.codes), sums);
  }
  const values = column.kind === 'text' ? column.values : rendered(column);
  const validity = column.validity === undefined ? 0 : scratch.put(column.validity);
  kernel().addOwn(rows, values.offsets.length - 1, validity, placeTextSums(scratch, values, sum));
}

/** Numbers as text. */
function rendered(column: Extract<Column, { readonly kind: 'int32' | 'int64' }>) {
  const valueAt = valueReader(column);
  return textValues(Array.from({ length: column.values.length }, (_, row) => String(valueAt(row) ?? '')));
}
