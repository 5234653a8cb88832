import type { Column, Table } from '@sales/parquet';
import { type Place, type Scratch, withScratch } from '@sales/parquet/kernel';
import type { Contract } from '@sales/schema';
import { columnOf } from './columnView.ts';
import { kernel } from './kernel/kernel.ts';
import { placeTextSums } from './textSums.ts';

/** A 64-bit sum of each row's business key, as two words a row. Rows of one key have one sum, however they are stored. */
export type KeySums = Uint32Array<ArrayBuffer>;

/** Sums the business keys of a table; it needs the key's columns only. */
export function keySums(contract: Contract, table: Table): KeySums {
  return withScratch(kernel(), (scratch) => {
    const { rowCount } = table;
    const rows = scratch.room(rowCount * 8);
    scratch.view(rows, rowCount * 8).fill(0);
    for (const name of contract.businessKey) addColumn(scratch, rows, rowCount, columnOf(table, name));
    return scratch.copyWords(rows, rowCount * 2);
  });
}

/** A business key has no nulls, so a code is never negative. */
function addColumn(scratch: Scratch, rows: Place, rowCount: number, column: Column): void {
  const { chainCoded, chainNumbers, chainOwn } = kernel();
  const sum = { prefix: '', seed: 0 };
  switch (column.kind) {
    case 'codes': {
      const codes = scratch.put(column.codes);
      return chainCoded(rows, rowCount, codes, placeTextSums(scratch, column.dictionary, sum));
    }
    case 'text':
      return chainOwn(rows, rowCount, placeTextSums(scratch, column.values, sum));
    default:
      return chainNumbers(rows, rowCount, scratch.put(column.values), column.values.BYTES_PER_ELEMENT);
  }
}
