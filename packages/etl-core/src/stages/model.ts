import { rejectsAt, renderReject, uncompressed } from '@sales/cleaning';
import { dataSetLayout, goldPartKey, type Manifest, ObjectStore, writeObject } from '@sales/lake';
import type { Table } from '@sales/parquet';
import { dimensionDeltaColumns, factColumns } from '@sales/schema';
import {
  createDimensionBuilder,
  createFactBuilder,
  createKeyScan,
  createResolver,
  keySums,
  type Resolution,
  type SupersededRow,
} from '@sales/star-schema';
import { Effect, Stream } from 'effect';
import { ConservationBroken } from '../errors.ts';
import type { OnEvent } from '../events.ts';
import { openPartWriter, type PartFile } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';
import { readTables } from '../parquetTables.ts';
import { type CleanResult, fileMetadata, unreadable } from './clean.ts';

/** What modelling made of a batch's clean rows. */
export interface ModelResult {
  readonly fact: readonly PartFile[];
  readonly dimensions: Readonly<Record<string, readonly PartFile[]>>;
  readonly factRows: number;
  readonly measureCents: bigint;
  readonly duplicates: number;
  readonly superseded: number;
  readonly lostBySource: Resolution['lostBySource'];
}

/** Reads a batch's silver, decides between rows of one key, and writes the star's files and the superseded rows. */
export const modelBatch = Effect.fn('etl.model')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  cleaned: CleanResult,
  onEvent: OnEvent,
) {
  const { contract, star } = pipeline;
  const { batchId } = manifest;
  const { accepted } = cleaned.total;
  const progress = (rows: number): void =>
    onEvent({ type: 'progress', batchId, stage: 'model', rows, done: rows, total: accepted });

  const scan = createKeyScan();
  yield* readTables(cleaned.silver, contract.businessKey, (table) =>
    Effect.sync(() => scan.add(keySums(contract, table))),
  );
  const suspects = scan.finish();

  const resolver = createResolver(star, suspects);
  for (let partition = 0; partition < resolver.partitions; partition++) {
    yield* readTables(cleaned.silver, undefined, (table) => Effect.sync(() => resolver.add(table)));
    resolver.endPartition();
  }
  const resolution = resolver.finish();
  yield* quarantineSuperseded(manifest, contract.name, resolution.superseded);

  const metadata = fileMetadata(pipeline, batchId);
  const partsOf = (table: string, schema: Table['schema']) =>
    openPartWriter({ keyOf: (part) => goldPartKey({ table, batchId, part }), schema, metadata });

  const builder = createFactBuilder(star, resolution);
  const builders = star.dimensions.map((dimension) => ({
    dimension,
    builder: createDimensionBuilder(star, dimension),
  }));
  const factParts = yield* partsOf(star.fact.table, factColumns(star));
  let rows = 0;
  yield* readTables(cleaned.silver, undefined, (table) =>
    Effect.suspend(() => {
      for (const { builder } of builders) builder.add(table);
      rows += table.rowCount;
      progress(rows);
      return factParts.write(builder.add(table));
    }),
  );
  const fact = yield* factParts.finish;

  const dimensions: Record<string, readonly PartFile[]> = {};
  for (const { dimension, builder } of builders) {
    const parts = yield* partsOf(dimension.table, dimensionDeltaColumns(star, dimension));
    yield* parts.write(builder.build());
    dimensions[dimension.table] = yield* parts.finish;
  }

  const { duplicates, superseded, lostCents, lostBySource } = resolution;
  const { rowCount: factRows, measureCents } = builder;
  yield* balance(batchId, 'rows', accepted, factRows + duplicates + superseded.length);
  const acceptedCents = cleaned.total.sumsCents[star.fact.measure] ?? 0n;
  yield* balance(batchId, `cents of ${star.fact.measure}`, acceptedCents, measureCents + lostCents);
  return {
    fact,
    dimensions,
    factRows,
    measureCents,
    duplicates,
    superseded: superseded.length,
    lostBySource,
  } satisfies ModelResult;
}, Effect.scoped);

/** Writes the rows that lost against a later one beside the batch's other rejects, with their text. */
const quarantineSuperseded = Effect.fn('etl.quarantineSuperseded')(function* (
  manifest: Manifest,
  dataSet: string,
  superseded: readonly SupersededRow[],
) {
  if (superseded.length === 0) return;
  const store = yield* ObjectStore;
  const { batchId } = manifest;
  const offsetsBySource = Map.groupBy(superseded, ({ sourceKey }) => sourceKey);
  const key = dataSetLayout(dataSet).quarantinePartKey({ batchId, part: 1 });
  const written = yield* writeObject(
    key,
    Effect.fnUntraced(function* (write) {
      let count = 0;
      for (const source of manifest.objects) {
        const offsets = new Set(offsetsBySource.get(source.key)?.map(({ offset }) => offset));
        if (offsets.size === 0) continue;
        const stored = yield* store.stream(source.key, { start: 0, version: source.version });
        const rejects = rejectsAt({ source, chunks: uncompressed(stored), offsets, reason: 'superseded' });
        yield* Stream.fromAsyncIterable(rejects, (error) => unreadable(source, error)).pipe(
          Stream.runForEach((reject) => {
            count++;
            return write(Buffer.from(renderReject(reject)));
          }),
        );
      }
      return count;
    }),
  );
  yield* balance(batchId, 'superseded rows in quarantine', superseded.length, written.result);
});

/** Fails unless both sides of an account agree. */
export function balance<N extends number | bigint>(
  batchId: string,
  what: string,
  expected: N,
  found: N,
): Effect.Effect<void, ConservationBroken> {
  if (expected === found) return Effect.void;
  const message = `The ${what} of batch ${batchId} do not balance: ${expected} came in, ${found} are accounted for. Nothing was loaded; please report this with the batch's manifest.`;
  return Effect.fail(new ConservationBroken({ batchId, message }));
}
