import { type Column, type Table, type TextValues, textAt } from '@sales/parquet';
import { type Dimension, dimensionDeltaColumns, renderDay, type Star } from '@sales/schema';
import { columnOf, textReader } from './columnView.ts';
import { textColumn } from './dimensionMerge.ts';
import {
  compareStamps,
  compareUtf8,
  type Lineage,
  lineageReader,
  renderLineage,
  stampOrder,
} from './sourceOrder.ts';

/** Collects a dimension's members and the latest known value of each attribute. */
export interface DimensionBuilder {
  /** Takes clean rows, in any order; rows that lost in the fact count too, so that any split into batches agrees. */
  readonly add: (table: Table) => void;
  /** Gives the members sorted by key, with the columns `dimensionDeltaColumns`. */
  readonly build: () => Table;
}

/** An attribute's value with what makes it the latest: the event's day, then the row's place in source order. */
interface Known {
  readonly value: string;
  readonly day: number;
  readonly lineage: Lineage;
}

/** Starts a dimension without members. */
export function createDimensionBuilder(star: Star, dimension: Dimension): DimensionBuilder {
  const members = new Map<string, (Known | undefined)[]>();

  return {
    add(table) {
      const { codes, keys } = localKeys(columnOf(table, dimension.key), table.rowCount);
      const known = keys.map((key) => {
        let member = members.get(key);
        if (member === undefined) members.set(key, (member = dimension.attributes.map(() => undefined)));
        return member;
      });
      const days = columnOf(table, star.fact.date);
      if (days.kind !== 'int32') throw new Error(`${star.fact.date} is no date.`);
      const lineageAt = lineageReader(table);
      const { isInOrder, orderOf } = stampOrder(table);
      // Most attributes are known wherever their key is: the latest row of a key is the latest that knows them.
      const latestOfKey = latestRows(
        codes,
        keys.length,
        days.values,
        always,
        (row, other) => orderOf(row, other) > 0,
      );
      dimension.attributes.forEach((name, index) => {
        const column = columnOf(table, name);
        const valueAt = textReader(column);
        const isPresent = presentRows(column);
        const isLaterRow = (row: number, other: number): boolean => {
          const order = orderOf(row, other);
          return order !== 0 ? order > 0 : compareUtf8(valueAt(row)!, valueAt(other)!) < 0;
        };
        const latest =
          isInOrder && latestOfKey.every(isPresent)
            ? latestOfKey
            : latestRows(codes, keys.length, days.values, isPresent, isLaterRow);
        for (let code = 0; code < keys.length; code++) {
          const row = latest[code]!;
          if (row < 0) continue;
          const day = days.values[row]!;
          const other = known[code]![index];
          if (other !== undefined && other.day > day) continue;
          const candidate = { value: valueAt(row)!, day, lineage: lineageAt(row) };
          if (other === undefined || isLater(candidate, other)) known[code]![index] = candidate;
        }
      });
    },
    build() {
      const keys = [...members.keys()].sort(compareUtf8);
      const columns: (readonly (string | null)[])[] = [keys];
      dimension.attributes.forEach((_, index) => {
        const known = keys.map((key) => members.get(key)![index]);
        columns.push(
          known.map((attribute) => attribute?.value ?? null),
          known.map((attribute) => (attribute === undefined ? null : renderStamp(attribute))),
        );
      });
      return {
        schema: dimensionDeltaColumns(star, dimension),
        rowCount: keys.length,
        columns: columns.map(textColumn),
      };
    },
  };
}

function always(): boolean {
  return true;
}

/** Numbers a table's keys from 0 on. */
function localKeys(
  column: Column,
  rowCount: number,
): { readonly codes: Int32Array; readonly keys: readonly string[] } {
  if (column.kind === 'codes') {
    return compactKeys(column.codes, column.dictionary);
  }
  const keyAt = textReader(column);
  const numbers = new Map<string, number>();
  const codes = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const key = keyAt(row)!;
    let code = numbers.get(key);
    if (code === undefined) numbers.set(key, (code = numbers.size));
    codes[row] = code;
  }
  return { codes, keys: [...numbers.keys()] };
}

/** A dictionary may hold keys that no row uses; they are no members. */
function compactKeys(codes: Int32Array, dictionary: TextValues) {
  const numbers = new Int32Array(dictionary.offsets.length - 1).fill(-1);
  const keys: string[] = [];
  const compact = codes.map((code) => {
    if (numbers[code]! < 0) numbers[code] = keys.push(textAt(dictionary, code)) - 1;
    return numbers[code]!;
  });
  return { codes: compact, keys };
}

/** Gives for each key the latest row that knows the attribute, or -1. */
function latestRows(
  codes: Int32Array,
  keyCount: number,
  days: Int32Array,
  isPresent: (row: number) => boolean,
  isLaterRow: (row: number, other: number) => boolean,
): Int32Array {
  const latest = new Int32Array(keyCount).fill(-1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    const other = latest[code]!;
    if (other >= 0 && days[row]! < days[other]!) continue;
    if (!isPresent(row)) continue;
    if (other < 0 || days[row]! > days[other]! || isLaterRow(row, other)) latest[code] = row;
  }
  return latest;
}

function presentRows(column: Column): (row: number) => boolean {
  if (column.kind === 'codes') return (row) => column.codes[row]! >= 0;
  const { validity } = column;
  return validity === undefined ? () => true : (row) => validity[row] !== 0;
}

function isLater(a: Known, b: Known): boolean {
  if (a.day !== b.day) return a.day > b.day;
  const order = compareStamps(a.lineage, b.lineage);
  return order !== 0 ? order > 0 : compareUtf8(a.value, b.value) < 0;
}

/** Renders what makes a value the latest as text that sorts by its bytes. */
function renderStamp({ day, lineage }: Known): string {
  return `${renderDay(day)}\t${renderLineage(lineage)}`;
}
