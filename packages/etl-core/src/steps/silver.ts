import { addReports, emptyReport } from '@sales/cleaning';
import { LakeError, type Manifest, ObjectStore } from '@sales/lake';
import { encodeRowGroup, openParquet, type ParquetFile, type Table } from '@sales/parquet';
import { factColumns } from '@sales/schema';
import { buildFact, createDimensionBuilder, createKeyScan, gatherRows, keySums } from '@sales/star-schema';
import { Effect } from 'effect';
import type { PartFile } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';
import type { CleanResult, SilverTable } from '../stages/clean.ts';
import { type BlockWorker, encodeDimension, type TableSource } from '../workers/blockWorker.ts';
import type { RangeReport } from './rangeReport.ts';

/** Tables read from silver that are kept in memory; what comes after is read again when it is needed. */
const heldBytesLimit = 1024 * 1024 * 1024;

/**
 * Gives what cleaning made of a batch, from the reports of its ranges and the silver in the lake: modelling takes it as
 * what cleaning in the same process gives.
 */
export const readSilver = Effect.fn('etl.readSilver')(function* (
  { contract, star }: Pipeline,
  manifest: Manifest,
  reports: readonly RangeReport[],
) {
  const silver = reports.flatMap(({ silver }) => silver);
  const factSchema = factColumns(star);
  const builder = createDimensionBuilder(star);
  const rowGroups = yield* openRowGroups(silver);
  const held = new Map<number, Table>();
  let freeBytes = heldBytesLimit;
  const tableOf = async ({ number }: TableSource): Promise<Table> =>
    held.get(number) ?? rowGroups[number]!.read();
  const worker: BlockWorker = {
    readPiece: notHere,
    startPiece: notHere,
    push: notHere,
    endPiece: notHere,
    endBlock: notHere,
    endSilverBlock: notHere,
    pick: async (source, rows) => ({ rows: gatherRows(await tableOf(source), rows), isHeld: true }),
    fact: async (source, lost) => {
      const { table, measureCents } = buildFact(star, await tableOf(source), lost);
      held.delete(source.number);
      return { fact: encodeRowGroup(table, { schema: factSchema }), measureCents };
    },
    dimensions: notHere,
    mergeDimension: async (index, parts) => encodeDimension(star, star.dimensions[index]!, parts),
  };

  const keys = createKeyScan();
  const tables: SilverTable[] = [];
  for (const [index, rowGroup] of rowGroups.entries()) {
    const table = yield* Effect.tryPromise({ try: rowGroup.read, catch: asLakeError });
    builder.add(table);
    keys.add(keySums(contract, table));
    if (rowGroup.sizeBytes <= freeBytes) {
      freeBytes -= rowGroup.sizeBytes;
      held.set(index, table);
    }
    tables.push({ rowCount: table.rowCount, worker, stored: undefined });
  }

  const pieces = reports.flatMap(({ pieces }) => pieces);
  const total = pieces.reduce((sum, { report }) => addReports(sum, report), emptyReport);
  const byKey = Map.groupBy(pieces, ({ key }) => key);
  const objects = manifest.objects.map((object) => {
    const own = byKey.get(object.key) ?? [];
    return {
      object,
      read: own.reduce((sum, { report }) => sum + report.read, 0),
      rejected: own.reduce((sum, { report }) => sum + report.rejected, 0),
    };
  });
  const cleaned: CleanResult = {
    silver,
    total,
    objects,
    tables,
    suspects: keys.finish(),
    fact: undefined,
    dimensions: [builder.build()],
  };
  return { cleaned, pool: [worker] };
});

function notHere(): Promise<never> {
  return Promise.reject(new Error('This worker reads silver; it cleans nothing.'));
}

const openRowGroups = Effect.fnUntraced(function* (silver: readonly PartFile[]) {
  const store = yield* ObjectStore;
  const rowGroups: { readonly sizeBytes: number; readonly read: () => Promise<Table> }[] = [];
  for (const { key, sizeBytes, rows } of silver) {
    const read = (start: number, end: number) => Effect.runPromise(store.readRange(key, start, end));
    const file: ParquetFile = yield* Effect.tryPromise({
      try: () => openParquet({ sizeBytes, read }),
      catch: asLakeError,
    });
    if (file.rowCount !== rows) {
      const message = `"${key}" holds ${file.rowCount} rows, but ${rows} were written. Run the batch again: its objects go into another one.`;
      return yield* new LakeError({ reason: 'Corrupt', key, message });
    }
    for (let group = 0; group < file.rowGroupCount; group++) {
      // Decoded, a table takes a few times what it takes in the file.
      const decodedBytes = (4 * sizeBytes) / file.rowGroupCount;
      rowGroups.push({ sizeBytes: decodedBytes, read: () => file.readRowGroup(group) });
    }
  }
  return rowGroups;
});

function asLakeError(error: unknown): LakeError {
  if (error instanceof LakeError) return error;
  throw error;
}
