import type { Statistics } from 'hyparquet';
import { kernel } from '../kernel/kernel.ts';
import type { Place, Scratch } from '../kernel/scratch.ts';
import { bitWidth } from './hybrid.ts';

/** How one column's values go into pages. Rows are the table's; a null row has no value in a page. */
export interface ColumnValues {
  readonly encoding: 'PLAIN' | 'PLAIN_DICTIONARY';
  readonly dictionary?: DictionaryPage;
  readonly bounds: Bounds;
  readonly nulls: Nulls;
  /** The most bytes that the rows' values take in a page. */
  readonly sizeBytes: (startRow: number, endRow: number) => number;
  /** Writes the rows' values into memory that has room for `sizeBytes`, and gives how many bytes they took. */
  readonly encode: (startRow: number, endRow: number, target: Place) => number;
}

/** The least and the greatest value that is present; empty when none is. */
export interface Bounds {
  readonly min?: NonNullable<Statistics['min_value']>;
  readonly max?: NonNullable<Statistics['max_value']>;
}

/** A dictionary's values, PLAIN, in the order of their codes. */
export interface DictionaryPage {
  readonly at: Place;
  readonly sizeBytes: number;
  readonly count: number;
}

/** How many rows have no value, and what tells them: a byte a row, 0 where it has none, or a code of four bytes, -1 there. */
export interface Nulls {
  readonly count: number;
  readonly marks: Place;
  readonly markBytes: 1 | 4;
}

/** One byte a row, 0 is null; undefined when every row has a value. */
export type Validity = Uint8Array | undefined;

/** Where a column without nulls has its marks. */
export const noMarks = 0;

/** Puts a column's validity into memory, and counts its nulls. */
export function placeValidity(scratch: Scratch, validity: Validity): Nulls {
  if (validity === undefined) return { count: 0, marks: noMarks, markBytes: 1 };
  let count = 0;
  for (let row = 0; row < validity.length; row++) if (validity[row] === 0) count++;
  return { count, marks: scratch.put(validity), markBytes: 1 };
}

/** Codes into a dictionary, a row each, in memory. */
export interface Codes {
  readonly at: Place;
  readonly nulls: Nulls;
}

/** Values written as codes into a dictionary. */
export function dictionaryValues(
  { at, nulls }: Codes,
  dictionary: DictionaryPage,
  bounds: Bounds,
): ColumnValues {
  const width = codeWidth(dictionary.count);
  const { hybridCodes, hybridRoom, memory } = kernel();
  return {
    encoding: 'PLAIN_DICTIONARY',
    dictionary,
    bounds,
    nulls,
    sizeBytes: (startRow, endRow) => 1 + hybridRoom(endRow - startRow, width),
    encode(startRow, endRow, target) {
      new Uint8Array(memory.buffer)[target] = width;
      const hasNulls = nulls.count > 0 ? 1 : 0;
      return 1 + hybridCodes(at + startRow * 4, endRow - startRow, hasNulls, width, target + 1);
    },
  };
}

function codeWidth(dictionaryCount: number): number {
  return bitWidth(Math.max(0, dictionaryCount - 1));
}

/** Whether a dictionary and the codes of `valueCount` values are smaller than the values themselves. */
export function dictionaryPaysOff(
  { sizeBytes, count }: DictionaryPage,
  valueCount: number,
  plainBytes: number,
): boolean {
  return sizeBytes + (valueCount * codeWidth(count)) / 8 < plainBytes;
}
