import type { Table } from '@sales/parquet';
import { type Scratch, withScratch } from '@sales/parquet/kernel';
import { type Dimension, dimensionDeltaColumns, lineageColumns, type Star } from '@sales/schema';
import { type Attribute, createAttribute, type PlacedRows, type TextColumn, textsOf } from './attribute.ts';
import { columnOf } from './columnView.ts';
import { type Kernel, openKernel } from './kernel/kernel.ts';
import { createSources } from './sources.ts';
import { gatherColumn } from './textColumn.ts';
import { createTextIndex } from './textIndex.ts';
import { createTextNumbers, type NumberOf } from './textNumbers.ts';

/** Collects the members of a star's dimensions and the latest known value of each attribute. */
export interface DimensionBuilder {
  /** Takes clean rows, in any order; rows that lost in the fact count too, so that any split into batches agrees. */
  readonly add: (table: Table) => void;
  /** Gives each dimension's members sorted by key, with the columns `dimensionDeltaColumns`, in the order of the star. */
  readonly build: () => readonly Table[];
}

/** Starts a star's dimensions without members. */
export function createDimensionBuilder(star: Star): DimensionBuilder {
  const attributes: Attribute[] = [];
  const kernel = openKernel({
    decide: (attribute, row, known, isRow) =>
      attributes[attribute]!.isSmaller(row, known, isRow === 1) ? 1 : 0,
  });
  const sourceNumbers = createSources(kernel);
  const all = star.dimensions.map((dimension) => {
    const own = dimension.attributes.map((name) => {
      const attribute = createAttribute(kernel, name, attributes.length);
      attributes.push(attribute);
      return attribute;
    });
    return startMembers(kernel, star, dimension, own);
  });

  return {
    add(table) {
      const dates = columnOf(table, star.fact.date);
      const offsets = columnOf(table, lineageColumns[2].name);
      if (dates.kind !== 'int32') throw new Error(`${star.fact.date} is no date.`);
      if (offsets.kind !== 'int64') throw new Error('An offset is a 64-bit integer.');
      const sources = sourceNumbers(table);
      withScratch(kernel, (scratch) => {
        const rows: PlacedRows = {
          count: table.rowCount,
          days: scratch.put(dates.values),
          sources: scratch.put(sources),
          offsets: scratch.put(offsets.values),
        };
        for (const members of all) members.add(scratch, rows, table);
      });
    },
    build: () => all.map((members) => withScratch(kernel, (scratch) => members.build(scratch))),
  };
}

/** Numbers a dimension's members. */
function startMembers(kernel: Kernel, star: Star, dimension: Dimension, attributes: readonly Attribute[]) {
  const members = createTextIndex();
  const memberNumbers = createTextNumbers(members);

  return {
    add(scratch: Scratch, rows: PlacedRows, table: Table): void {
      const keys = textsOf(columnOf(table, dimension.key));
      const { codes, numbers } = localMembers(keys, table.rowCount, memberNumbers(keys.values, keys.origin));
      const placed = { count: members.count, numbers: scratch.put(numbers), codes: scratch.put(codes) };
      for (const { name, offer } of attributes) offer(scratch, rows, placed, columnOf(table, name));
    },
    build(scratch: Scratch): Table {
      const { count } = members;
      const keys = members.texts();
      const order = scratch.room(count * 4);
      kernel.sortTexts(scratch.put(keys.bytes), scratch.put(keys.offsets), count, order);
      const sorted = scratch.copyWords(order, count);
      const numbers = scratch.put(sorted.map((member) => member + 1));
      return {
        schema: dimensionDeltaColumns(star, dimension),
        rowCount: count,
        columns: [
          gatherColumn(kernel, scratch, keys, { numbers, count }),
          ...attributes.flatMap(({ columns }) => columns(scratch, order, count)),
        ],
      };
    },
  };
}

/** Numbers a table's keys from 0 on, `codes` a row each, and gives their numbers among all members. */
function localMembers({ values, codes, isCompact }: TextColumn, rowCount: number, numberOf: NumberOf) {
  const entryCount = codes === undefined ? rowCount : values.offsets.length - 1;
  const numbers = new Uint32Array(entryCount);
  if (codes === undefined || isCompact) {
    for (let entry = 0; entry < entryCount; entry++) numbers[entry] = numberOf(entry);
    return { numbers, codes: codes ?? Int32Array.from({ length: rowCount }, (_, row) => row) };
  }
  // Other dictionaries may hold keys that no row uses; they are no members.
  const isUsed = new Uint8Array(entryCount);
  for (const entry of codes) {
    if (isUsed[entry] === 0) numbers[entry] = numberOf(entry);
    isUsed[entry] = 1;
  }
  return { numbers, codes };
}
