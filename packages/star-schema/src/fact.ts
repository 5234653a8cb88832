import type { Column, Table } from '@sales/parquet';
import { attributesHashColumn, factColumns, type Star } from '@sales/schema';
import { attributesHashes } from './attributesHash.ts';
import { columnOf, wordsOf } from './columnView.ts';
import { gatherColumn } from './gather.ts';

/** Some rows of the fact. */
export interface FactRows {
  /** With the columns `factColumns`. */
  readonly table: Table;
  /** The sum of the measure, in cents. */
  readonly measureCents: bigint;
}

/** Builds the fact of clean rows, leaving out those that lost; `lost` holds their numbers in the table, ascending. */
export function buildFact(star: Star, table: Table, lost: Uint32Array): FactRows {
  const schema = factColumns(star);
  const kept = lost.length === 0 ? undefined : keptRows(table.rowCount, lost);
  const hashes: Column = { kind: 'int64', values: attributesHashes(star, table) };
  const columns = schema.map(({ name }) => {
    const column = name === attributesHashColumn.name ? hashes : columnOf(table, name);
    return kept === undefined ? column : gatherColumn(column, kept);
  });
  const fact = { schema, rowCount: table.rowCount - lost.length, columns };
  return { table: fact, measureCents: sumOf(columnOf(fact, star.fact.measure)) };
}

function keptRows(rowCount: number, lost: Uint32Array): Uint32Array {
  const kept = new Uint32Array(rowCount - lost.length);
  let next = 0;
  for (let row = 0, index = 0; row < rowCount; row++) {
    if (row === lost[index]) index++;
    else kept[next++] = row;
  }
  return kept;
}

/** Sums 64-bit integers by their halves: neither sum can leave what a double holds exactly. */
function sumOf(column: Column): bigint {
  if (column.kind !== 'int64') throw new Error(`A measure is 64-bit integers, not ${column.kind}.`);
  const halves = wordsOf(column.values);
  let low = 0;
  let high = 0;
  for (let at = 0; at < halves.length; at += 2) {
    low += halves[at]! >>> 0;
    high += halves[at + 1]!;
  }
  return (BigInt(high) << 32n) + BigInt(low);
}
