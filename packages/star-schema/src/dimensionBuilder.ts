import type { Column, Table } from '@sales/parquet';
import { type Place, type Scratch, withScratch } from '@sales/parquet/kernel';
import { type Dimension, dimensionDeltaColumns, lineageColumns, type Star } from '@sales/schema';
import { columnOf } from './columnView.ts';
import { type Kernel, openKernel } from './kernel/kernel.ts';
import { createSources } from './sources.ts';
import { compareTexts, createTextIndex } from './textIndex.ts';
import { createTextNumbers, type NumberOf } from './textNumbers.ts';
import { gatherColumn } from './textColumn.ts';

/** Collects a dimension's members and the latest known value of each attribute. */
export interface DimensionBuilder {
  /** Takes clean rows, in any order; rows that lost in the fact count too, so that any split into batches agrees. */
  readonly add: (table: Table) => void;
  /** Gives the members sorted by key, with the columns `dimensionDeltaColumns`. */
  readonly build: () => Table;
}

/** Starts a dimension without members. */
export function createDimensionBuilder(star: Star, dimension: Dimension): DimensionBuilder {
  const kernel = openKernel({
    decide: (attribute, row, known, isRow) =>
      attributes[attribute]!.isSmaller(row, known, isRow === 1) ? 1 : 0,
  });
  const members = createTextIndex();
  const memberNumbers = createTextNumbers(members);
  const sourceNumbers = createSources(kernel);
  const attributes = dimension.attributes.map((name, id) => createAttribute(kernel, name, id));

  return {
    add(table) {
      const dates = columnOf(table, star.fact.date);
      const offsets = columnOf(table, lineageColumns[2].name);
      if (dates.kind !== 'int32') throw new Error(`${star.fact.date} is no date.`);
      if (offsets.kind !== 'int64') throw new Error('An offset is a 64-bit integer.');
      const keys = textsOf(columnOf(table, dimension.key));
      const { codes, numbers } = localMembers(keys, table.rowCount, memberNumbers(keys.values, keys.origin));
      withScratch(kernel, (scratch) => {
        const rows: PlacedRows = {
          count: table.rowCount,
          members: scratch.put(numbers),
          codes: scratch.put(codes),
          days: scratch.put(dates.values),
          sources: scratch.put(sourceNumbers(table)),
          offsets: scratch.put(offsets.values),
        };
        for (const { name, offer } of attributes) offer(scratch, rows, columnOf(table, name), members.count);
      });
    },
    build: () =>
      withScratch(kernel, (scratch) => {
        const { count } = members;
        const keys = members.texts();
        const order = scratch.room(count * 4);
        kernel.sortTexts(scratch.put(keys.bytes), scratch.put(keys.offsets), count, order);
        const sorted = new Uint32Array(scratch.copy(order, count * 4).buffer);
        const numbers = scratch.put(sorted.map((member) => member + 1));
        return {
          schema: dimensionDeltaColumns(star, dimension),
          rowCount: count,
          columns: [
            gatherColumn(kernel, scratch, keys, { numbers, count }),
            ...attributes.flatMap(({ columns }) => columns(scratch, order, count)),
          ],
        };
      }),
  };
}

/** A table's rows in the kernel's memory. */
interface PlacedRows {
  readonly count: number;
  /** The number of each of the table's keys among all members. */
  readonly members: Place;
  /** Which of the table's keys each row has. */
  readonly codes: Place;
  readonly days: Place;
  readonly sources: Place;
  readonly offsets: Place;
}

/** The latest known value of one attribute for each member; the kernel holds them by number. */
function createAttribute(kernel: Kernel, name: string, id: number) {
  const texts = createTextIndex();
  const textNumbers = createTextNumbers(texts);
  const latest = kernel.createLatest(id);
  let column = textsOf({ kind: 'text', values: texts.texts() });
  const entryOf = (row: number): number => column.codes?.[row] ?? row;

  return {
    name,
    isSmaller(row: number, known: number, isRow: boolean): boolean {
      const { values } = column;
      const order = isRow
        ? compareTexts(values, entryOf(row), values, entryOf(known))
        : compareTexts(values, entryOf(row), texts.texts(), known - 1);
      return order < 0;
    },
    offer(scratch: Scratch, rows: PlacedRows, its: Column, memberCount: number): void {
      column = textsOf(its);
      kernel.reserve(latest, memberCount);
      const touched = scratch.room(memberCount * 4);
      const { count, members, codes, days, sources, offsets } = rows;
      const marks = column.marks === undefined ? 0 : scratch.put(column.marks);
      const touchedCount = kernel.offer(
        latest,
        members,
        codes,
        count,
        days,
        sources,
        offsets,
        marks,
        column.marks?.BYTES_PER_ELEMENT ?? 0,
        touched,
      );
      const lastRows = scratch.room(touchedCount * 4);
      kernel.touchedRows(latest, touched, touchedCount, lastRows);
      const numberOf = textNumbers(column.values, column.origin);
      const values = new Uint32Array(scratch.copy(lastRows, touchedCount * 4).buffer);
      for (let index = 0; index < touchedCount; index++)
        values[index] = numberOf(entryOf(values[index]!)) + 1;
      kernel.setValues(latest, touched, touchedCount, scratch.put(values));
    },
    /** Gives the values of members, in the order of a list, and their stamps. */
    columns(scratch: Scratch, order: Place, count: number): readonly Column[] {
      kernel.reserve(latest, count);
      const numbers = scratch.room(count * 4);
      kernel.valuesOf(latest, order, count, numbers);
      const values = gatherColumn(kernel, scratch, texts.texts(), { numbers, count });
      const sizeBytes = kernel.stampBytes(latest, order, count);
      const [bytes, offsets] = [scratch.room(sizeBytes), scratch.room((count + 1) * 4)];
      kernel.renderStamps(latest, order, count, bytes, offsets);
      const stamps = {
        bytes: scratch.copy(bytes, sizeBytes),
        offsets: new Uint32Array(scratch.copy(offsets, (count + 1) * 4).buffer),
      };
      return [values, { ...values, values: stamps }];
    },
  };
}

/** A column's texts, which of them each row has, if not its own, and what tells which rows have one, if not all. */
type TextColumn = ReturnType<typeof textsOf>;

function textsOf(column: Column) {
  if (column.kind === 'codes') {
    const { codes, dictionary, origin, isCompact = false } = column;
    return { values: dictionary, codes, origin, marks: codes, isCompact };
  }
  if (column.kind !== 'text') throw new Error(`Keys and attributes are text, not ${column.kind}.`);
  const { values, validity } = column;
  return { values, codes: undefined, origin: undefined, marks: validity, isCompact: false };
}

/** Numbers a table's keys from 0 on, `codes` a row each, and gives their numbers among all members. */
function localMembers({ values, codes, isCompact }: TextColumn, rowCount: number, numberOf: NumberOf) {
  const entryCount = codes === undefined ? rowCount : values.offsets.length - 1;
  if (codes === undefined || isCompact) {
    const numbers = Uint32Array.from({ length: entryCount }, (_, entry) => numberOf(entry));
    return { numbers, codes: codes ?? Int32Array.from({ length: rowCount }, (_, row) => row) };
  }
  // Other dictionaries may hold keys that no row uses; they are no members.
  const numbers = new Uint32Array(entryCount);
  const isUsed = new Uint8Array(entryCount);
  for (const entry of codes) {
    if (isUsed[entry] === 0) numbers[entry] = numberOf(entry);
    isUsed[entry] = 1;
  }
  return { numbers, codes };
}
