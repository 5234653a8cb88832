import type { Column, Table, TextValues } from '@sales/parquet';
import type { Contract } from '@sales/schema';
import { columnOf, wordsOf } from './columnView.ts';

/** A 64-bit sum of each row's business key, in two halves. Rows of one key have one sum, however they are stored. */
export interface KeySums {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Sums the business keys of a table; it needs the key's columns only. */
export function keySums(contract: Contract, table: Table): KeySums {
  const sums = {
    low: new Uint32Array(table.rowCount).fill(0x811c9dc5),
    high: new Uint32Array(table.rowCount).fill(0x9747b28c),
  };
  for (const name of contract.businessKey) addColumn(sums, columnOf(table, name));
  return sums;
}

function addColumn({ low, high }: KeySums, column: Column): void {
  const rowCount = low.length;
  const add = (row: number, itsLow: number, itsHigh: number): void => {
    low[row] = mixed(Math.imul(low[row]!, 0x9e3779b1) ^ itsLow);
    high[row] = mixed(Math.imul(high[row]!, 0x85ebca77) ^ itsHigh);
  };
  if (column.kind === 'codes' || column.kind === 'text') {
    const each = textSums(column.kind === 'codes' ? column.dictionary : column.values);
    for (let row = 0; row < rowCount; row++) {
      // A business key has no nulls, so a code is never negative.
      const value = column.kind === 'codes' ? column.codes[row]! : row;
      add(row, each.low[value]!, each.high[value]!);
    }
    return;
  }
  const words = column.kind === 'int32' ? column.values : wordsOf(column.values);
  const step = column.kind === 'int32' ? 1 : 2;
  for (let row = 0; row < rowCount; row++) {
    // Of a wider number the low half tells enough.
    const value = words[row * step]!;
    add(row, mixed(value ^ 0x5bd1e995), mixed(Math.imul(value, 0x9e3779b1) + 1));
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

/** The last step of MurmurHash3's 32-bit sum, which spreads every bit. */
function mixed(sum: number): number {
  let h = sum;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
