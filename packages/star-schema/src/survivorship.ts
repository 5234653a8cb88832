import type { Column, Table } from '@sales/parquet';
import { type Dimension, dimensionDeltaColumns, lineageColumns, type Star } from '@sales/schema';
import { columnOf, numberReader, textReader, wordsOf } from './columnView.ts';
import { createLatest, createSources, type Places, type Sources } from './latest.ts';
import { compareUtf8, stampOrder } from './sourceOrder.ts';
import { createTextHeap } from './textHeap.ts';
import { createTextIndex, sortedTexts } from './textIndex.ts';
import { createTextNumbers, type NumberOf } from './textNumbers.ts';

/** Collects a dimension's members and the latest known value of each attribute. */
export interface DimensionBuilder {
  /** Takes clean rows, in any order; rows that lost in the fact count too, so that any split into batches agrees. */
  readonly add: (table: Table) => void;
  /** Gives the members sorted by key, with the columns `dimensionDeltaColumns`. */
  readonly build: () => Table;
}

/** Starts a dimension without members. */
export function createDimensionBuilder(star: Star, dimension: Dimension): DimensionBuilder {
  const members = createTextIndex();
  const memberNumbers = createTextNumbers(members);
  const sources = createSources();
  const attributes = dimension.attributes.map((name) => ({ name, latest: createLatest(sources) }));

  return {
    add(table) {
      const dates = columnOf(table, star.fact.date);
      if (dates.kind !== 'int32') throw new Error(`${star.fact.date} is no date.`);
      const days = dates.values;
      const keys = columnOf(table, dimension.key);
      const keyTexts = textsOf(keys);
      const { codes, numbers } = localMembers(
        keys,
        table.rowCount,
        memberNumbers(keyTexts.values, keyTexts.origin),
      );
      const place = placeReader(table, sources);
      const { isInOrder, orderOf } = stampOrder(table);
      // Most attributes are known wherever their key is: the latest row of a key is the latest that knows them.
      const latestOfKey = latestRows(
        codes,
        numbers.length,
        days,
        undefined,
        (row, other) => orderOf(row, other) > 0,
      );
      for (const { name, latest } of attributes) {
        const column = columnOf(table, name);
        const presence = presenceOf(column);
        const isLaterRow = (row: number, other: number): boolean => {
          const order = orderOf(row, other);
          if (order !== 0) return order > 0;
          const valueAt = textReader(column);
          return compareUtf8(valueAt(row)!, valueAt(other)!) < 0;
        };
        const rows =
          isInOrder && latestOfKey.every((row) => isPresent(presence, row))
            ? latestOfKey
            : latestRows(codes, numbers.length, days, presence, isLaterRow);
        const { values, codes: valueCodes, origin } = textsOf(column);
        const offer = latest.offers(values, origin, place);
        for (let code = 0; code < numbers.length; code++) {
          const row = rows[code]!;
          if (row >= 0) offer(numbers[code]!, days[row]!, row, valueCodes === undefined ? row : valueCodes[row]!);
        }
      }
    },
    build() {
      const keys = members.texts();
      const order = sortedTexts(keys);
      const schema = dimensionDeltaColumns(star, dimension);
      const heaps = schema.map(() => createTextHeap(order.length));
      for (const member of order) {
        heaps[0]!.addFrom(keys, member);
        attributes.forEach(({ latest }, index) =>
          latest.addTo(member, heaps[1 + 2 * index]!, heaps[2 + 2 * index]!),
        );
      }
      return { schema, rowCount: order.length, columns: heaps.map((heap) => heap.column()) };
    },
  };
}

/** Numbers a table's keys from 0 on, `codes` a row each, and gives their numbers among all members. */
function localMembers(column: Column, rowCount: number, numberOf: NumberOf) {
  const codes = new Int32Array(rowCount);
  if (column.kind === 'codes') {
    const entryCount = column.dictionary.offsets.length - 1;
    if (column.isCompact === true)
      return { codes: column.codes, numbers: Int32Array.from({ length: entryCount }, (_, entry) => numberOf(entry)) };
    // Other dictionaries may hold keys that no row uses; they are no members.
    const numbers: number[] = [];
    const local = new Int32Array(entryCount).fill(-1);
    for (let row = 0; row < rowCount; row++) {
      const entry = column.codes[row]!;
      if (local[entry]! < 0) local[entry] = numbers.push(numberOf(entry)) - 1;
      codes[row] = local[entry]!;
    }
    return { codes, numbers };
  }
  const numbers: number[] = [];
  const localOf = new Map<number, number>();
  for (let row = 0; row < rowCount; row++) {
    const member = numberOf(row);
    let code = localOf.get(member);
    if (code === undefined) localOf.set(member, (code = numbers.push(member) - 1));
    codes[row] = code;
  }
  return { codes, numbers };
}

/** Gives the place of each row. */
function placeReader(table: Table, sources: Sources): Places {
  const [time, key, offset] = lineageColumns.map(({ name }) => columnOf(table, name));
  const timeAt = numberReader(time!);
  const keyAt = textReader(key!);
  if (offset!.kind !== 'int64') throw new Error('An offset is a 64-bit integer.');
  const offsets = wordsOf(offset!.values);
  let [lastKey, lastTime, last] = ['', -1n, -1];
  const sourceOf = (row: number): number => {
    const [itsKey, itsTime] = [keyAt(row)!, timeAt(row) as bigint];
    if (last < 0 || itsKey !== lastKey || itsTime !== lastTime)
      [lastKey, lastTime, last] = [itsKey, itsTime, sources.numberOf(itsTime, itsKey)];
    return last;
  };
  const isOne = key!.kind === 'codes' && key!.dictionary.offsets.length === 2;
  const only = isOne && table.rowCount > 0 ? sourceOf(0) : undefined;
  return {
    // Rows of one key may still be of two versions of an object.
    source: only === undefined || !isConstant(time!) ? sourceOf : () => only,
    offset: (row: number) => (offsets[2 * row]! >>> 0) + offsets[2 * row + 1]! * 2 ** 32,
  };
}

function isConstant(column: Column): boolean {
  if (column.kind !== 'int64') return false;
  const words = wordsOf(column.values);
  for (let at = 2; at < words.length; at++) if (words[at] !== words[at & 1]) return false;
  return true;
}

/** Gives for each key the latest row that knows the attribute, or -1. */
function latestRows(
  codes: Int32Array,
  keyCount: number,
  days: Int32Array,
  presence: Presence,
  isLaterRow: (row: number, other: number) => boolean,
): Int32Array {
  const latest = new Int32Array(keyCount).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    const other = latest[code]!;
    if (other >= 0 && days[row]! < days[other]!) continue;
    if (!isPresent(presence, row)) continue;
    if (other < 0 || days[row]! > days[other]! || isLaterRow(row, other)) latest[code] = row;
  }
  return latest;
}

/** A number a row that tells whether it has a value: below `least` it has none; undefined when every row has one. */
type Presence = { readonly marks: Int32Array | Uint8Array; readonly least: number } | undefined;

function presenceOf(column: Column): Presence {
  if (column.kind === 'codes') return { marks: column.codes, least: 0 };
  return column.validity && { marks: column.validity, least: 1 };
}

function isPresent(presence: Presence, row: number): boolean {
  return presence === undefined || presence.marks[row]! >= presence.least;
}

/** Gives a column's texts, and which of them each row has; undefined when each has its own. */
function textsOf(column: Column) {
  if (column.kind === 'codes') return { values: column.dictionary, codes: column.codes, origin: column.origin };
  if (column.kind !== 'text') throw new Error(`Keys and attributes are text, not ${column.kind}.`);
  return { values: column.values, codes: undefined, origin: undefined };
}
