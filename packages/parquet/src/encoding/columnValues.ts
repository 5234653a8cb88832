import type { Statistics } from 'hyparquet';
import { encodeHybrid } from '../kernel/kernel.ts';
import { bitWidth } from './hybrid.ts';

/** How one column's values go into pages. Rows are the table's; a null row has no value in a page. */
export interface ColumnValues {
  readonly encoding: 'PLAIN' | 'PLAIN_DICTIONARY';
  readonly dictionary?: DictionaryPage;
  readonly bounds: Bounds;
  /** The most bytes that the rows' values take in a page. */
  sizeBytes(startRow: number, endRow: number): number;
  encode(startRow: number, endRow: number): Uint8Array;
}

/** The least and the greatest value that is present; empty when none is. */
export interface Bounds {
  readonly min?: NonNullable<Statistics['min_value']>;
  readonly max?: NonNullable<Statistics['max_value']>;
}

/** A dictionary's values, PLAIN, in the order of their codes. */
export interface DictionaryPage {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** One byte a row, 0 is null; undefined when every row has a value. */
export type Validity = Uint8Array | undefined;

/** Counts the rows that have a value. */
export function presentRows(rowCount: number, validity: Validity): number {
  if (validity === undefined) return rowCount;
  let present = 0;
  for (let row = 0; row < rowCount; row++) if (validity[row] !== 0) present++;
  return present;
}

/** Values written as codes into a dictionary. Null rows' codes are -1. */
export function dictionaryValues(
  codes: Int32Array,
  dictionary: DictionaryPage,
  bounds: Bounds,
): ColumnValues {
  const width = codeWidth(dictionary.count);
  return {
    encoding: 'PLAIN_DICTIONARY',
    dictionary,
    bounds,
    sizeBytes: (startRow, endRow) => Math.ceil(((endRow - startRow) * width) / 8) + 1,
    encode(startRow, endRow) {
      const runs = encodeHybrid(codes.subarray(startRow, endRow), width);
      const page = new Uint8Array(1 + runs.length);
      page[0] = width;
      page.set(runs, 1);
      return page;
    },
  };
}

function codeWidth(dictionaryCount: number): number {
  return bitWidth(Math.max(0, dictionaryCount - 1));
}

/** Whether a dictionary and the codes of `valueCount` values are smaller than the values themselves. */
export function dictionaryPaysOff(
  dictionary: DictionaryPage,
  valueCount: number,
  plainBytes: number,
): boolean {
  return dictionary.bytes.length + (valueCount * codeWidth(dictionary.count)) / 8 < plainBytes;
}
