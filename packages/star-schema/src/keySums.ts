import type { Column, Table, TextValues } from '@sales/parquet';
import type { Contract } from '@sales/schema';
import { columnOf } from './columnView.ts';

/** A 64-bit sum of each row's business key, in two halves. Rows of one key have one sum, however they are stored. */
export interface KeySums {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Sums the business keys of a table; it needs the key's columns only. */
export function keySums(contract: Contract, table: Table): KeySums {
  const low = new Uint32Array(table.rowCount).fill(0x811c9dc5);
  const high = new Uint32Array(table.rowCount).fill(0x9747b28c);
  for (const name of contract.businessKey) {
    const column = columnOf(table, name);
    const each = valueSums(column);
    for (let row = 0; row < table.rowCount; row++) {
      // A business key has no nulls, so a code is never negative.
      const value = column.kind === 'codes' ? column.codes[row]! : row;
      low[row] = mixed(Math.imul(low[row]!, 0x9e3779b1) ^ each.low[value]!);
      high[row] = mixed(Math.imul(high[row]!, 0x85ebca77) ^ each.high[value]!);
    }
  }
  return { low, high };
}

/** The sums of a column's values: of its dictionary's entries where it has one, else of its rows. */
function valueSums(column: Column): KeySums {
  switch (column.kind) {
    case 'codes':
      return textSums(column.dictionary);
    case 'text':
      return textSums(column.values);
    case 'int32':
      return numberSums(column.values.length, (row) => column.values[row]!);
    case 'int64':
      return numberSums(column.values.length, (row) => Number(BigInt.asIntN(32, column.values[row]!)));
  }
}

function textSums({ bytes, offsets }: TextValues): KeySums {
  const count = offsets.length - 1;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let value = 0; value < count; value++) {
    let a = 0x811c9dc5;
    let b = 0x9747b28c;
    for (let at = offsets[value]!; at < offsets[value + 1]!; at++) {
      a = Math.imul(a ^ bytes[at]!, 0x01000193);
      b = Math.imul(b + bytes[at]!, 0x9e3779b1) ^ (b >>> 13);
    }
    low[value] = mixed(a);
    high[value] = mixed(b);
  }
  return { low, high };
}

function numberSums(count: number, valueAt: (row: number) => number): KeySums {
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    low[row] = mixed(valueAt(row) ^ 0x5bd1e995);
    high[row] = mixed(Math.imul(valueAt(row), 0x9e3779b1) + 1);
  }
  return { low, high };
}

/** The last step of MurmurHash3's 32-bit sum, which spreads every bit. */
function mixed(sum: number): number {
  let h = sum;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
