import type { DictionaryOrigin, TextValues } from '@sales/parquet';
import type { TextIndex } from './textIndex.ts';

/** Gives the number in an index of entry `entry` of a table's texts. */
export type NumberOf = (entry: number) => number;

/**
 * Numbers the texts of one table after another in an index. Where tables take their dictionaries from one list, an entry of
 * the list is looked up by its bytes once, however many tables have it.
 */
export function createTextNumbers(
  index: TextIndex,
): (values: TextValues, origin: DictionaryOrigin | undefined) => NumberOf {
  let list: object | undefined;
  /** By an entry's number in the list, its number in the index plus one; 0 is not known yet. */
  let known = new Int32Array(1024);

  return (values, origin) => {
    if (origin === undefined) return (entry) => index.numberOf(values, entry);
    if (origin.list !== list) {
      list = origin.list;
      known.fill(0);
    }
    const { numbers } = origin;
    const most = numbers.reduce((most, number) => Math.max(most, number), 0);
    if (most >= known.length) {
      const larger = new Int32Array(Math.max(most + 1, known.length * 2));
      larger.set(known);
      known = larger;
    }
    return (entry) => {
      const place = numbers[entry]!;
      if (known[place] === 0) known[place] = index.numberOf(values, entry) + 1;
      return known[place]! - 1;
    };
  };
}
