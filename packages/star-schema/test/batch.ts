import type { Table } from '@sales/parquet';
import {
  buildFact,
  createDimensionBuilder,
  createKeyScan,
  createResolver,
  gatherRows,
  type KeySums,
  keySums,
  mergeDimension,
  type Resolution,
} from '../src/index.ts';
import { type Row, rowsOf, visits, visitStar } from './visits.ts';

/** Where the rows of a batch's tables begin. */
function firstRows(tables: readonly Table[]): number[] {
  let next = 0;
  return tables.map(({ rowCount }) => {
    next += rowCount;
    return next - rowCount;
  });
}

/** Decides a batch, in `partitions` parts; `sumsOf` may be worse than the real sums, so that keys collide. */
export function resolve(
  tables: readonly Table[],
  options: { readonly partitions?: number; readonly sumsOf?: (table: Table) => KeySums } = {},
): Resolution {
  const { partitions = 1, sumsOf = (table) => keySums(visits, table) } = options;
  const scan = createKeyScan();
  for (const table of tables) scan.add(sumsOf(table));
  const suspects = scan.finish();
  const resolver = createResolver(visitStar, suspects.rowCount);
  const starts = firstRows(tables);
  for (let partition = 0; partition < partitions; partition++) {
    tables.forEach((table, index) => {
      const start = starts[index]!;
      const rows = suspects.rowsIn(start, start + table.rowCount, partition, partitions);
      const inTable = rows.map((row) => row - start);
      resolver.add(gatherRows(table, inTable), rows);
    });
    resolver.decide();
  }
  return resolver.finish();
}

/** Builds the fact of a decided batch. */
export function factOf(
  tables: readonly Table[],
  resolution: Resolution,
): { readonly rows: Row[]; readonly cents: bigint } {
  const starts = firstRows(tables);
  const facts = tables.map((table, index) =>
    buildFact(visitStar, table, resolution.lostIn(starts[index]!, starts[index]! + table.rowCount)),
  );
  return {
    rows: facts.flatMap(({ table }) => rowsOf(table)),
    cents: facts.reduce((sum, { measureCents }) => sum + measureCents, 0n),
  };
}

/** Builds a dimension from batches of tables, each by a builder of its own, and merges them. */
export function dimensionOf(index: number, batches: readonly (readonly Table[])[]): Row[] {
  const dimension = visitStar.dimensions[index]!;
  const parts = batches.map((tables) => {
    const builder = createDimensionBuilder(visitStar);
    for (const table of tables) builder.add(table);
    return builder.build()[index]!;
  });
  return rowsOf(mergeDimension(visitStar, dimension, parts));
}
