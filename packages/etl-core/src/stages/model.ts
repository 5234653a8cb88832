import { rejectsAt, renderReject, uncompressed } from '@sales/cleaning';
import { dataSetLayout, goldPartKey, type Manifest, ObjectStore, writeObject } from '@sales/lake';
import type { EncodedRowGroup } from '@sales/parquet';
import { dimensionDeltaColumns, factColumns } from '@sales/schema';
import { createResolver, type Resolution, rowsPerDecision, type SupersededRow } from '@sales/star-schema';
import { Effect, Stream } from 'effect';
import { ConservationBroken } from '../errors.ts';
import type { OnEvent } from '../events.ts';
import { openPartWriter, type PartFile } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';
import type { EncodedFact } from '../workers/blockWorker.ts';
import { inOrder } from '../workers/inOrder.ts';
import type { WorkerPool } from '../workers/pool.ts';
import { type CleanResult, fileMetadata, type SilverTable, type StoredTable } from './clean.ts';
import { unreadable } from '../unreadable.ts';

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

/** A table of the batch with the number of its first row. */
interface NumberedTable extends SilverTable {
  readonly index: number;
  readonly firstRow: number;
}

/** Decides between a batch's clean rows of one key, and writes the star's files and the superseded rows. */
export const modelBatch = Effect.fn('etl.model')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  cleaned: CleanResult,
  batch: { readonly pool: WorkerPool; readonly onEvent: OnEvent },
) {
  const { contract, star } = pipeline;
  const { batchId } = manifest;
  const { pool } = batch;
  const { accepted } = cleaned.total;
  let firstRow = 0;
  const tables = cleaned.tables.map((table, index): NumberedTable => {
    const numbered = { ...table, index, firstRow };
    firstRow += table.rowCount;
    return numbered;
  });

  const { resolution, heldTables } = yield* resolve(pipeline, cleaned, tables, pool);

  const { duplicates, superseded, lostCents, lostBySource } = resolution;
  const lostRows = duplicates + superseded.length;
  // The text of rows is read in this thread while the others make files.
  const [{ fact, measureCents, dimensions }] = yield* Effect.all(
    [
      Effect.gen(function* () {
        const written =
          cleaned.fact !== undefined && lostRows === 0
            ? { fact: cleaned.fact.parts, measureCents: cleaned.fact.measureCents }
            : yield* writeFact(pipeline, manifest, { ...batch, cleaned, tables, resolution, heldTables });
        return { ...written, dimensions: yield* writeDimensions(pipeline, manifest, cleaned, pool) };
      }),
      quarantineSuperseded(manifest, contract.name, resolution.superseded),
    ],
    { concurrency: 'unbounded' },
  );
  const factRows = fact.reduce((sum, { rows }) => sum + rows, 0);

  yield* balance(batchId, 'rows', accepted, factRows + lostRows);
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

/** Merges what the workers know of each dimension, a dimension a worker at a time, and writes it. */
const writeDimensions = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  { batchId }: Manifest,
  cleaned: CleanResult,
  pool: WorkerPool,
) {
  const { star } = pipeline;
  const files: Record<string, readonly PartFile[]> = {};
  // The largest dimension is the last one of most stars: it gets a worker that has nothing else to do.
  const queue = [...star.dimensions.entries()].reverse();
  yield* Effect.forEach(
    pool,
    Effect.fnUntraced(function* (worker) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, dimension] = next;
        const parts = yield* openPartWriter({
          keyOf: (part) => goldPartKey({ table: dimension.table, batchId, part }),
          schema: dimensionDeltaColumns(star, dimension),
          metadata: fileMetadata(pipeline, batchId),
        });
        const known = cleaned.dimensions.map((tables) => tables[index]!);
        yield* parts.append(yield* Effect.promise(() => worker.mergeDimension(index, known)));
        files[dimension.table] = yield* parts.finish;
      }
    }),
    { concurrency: 'unbounded', discard: true },
  );
  return files;
});

/** Writes the fact without the rows that lost. */
const writeFact = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  { batchId }: Manifest,
  batch: {
    readonly pool: WorkerPool;
    readonly onEvent: OnEvent;
    readonly cleaned: CleanResult;
    readonly tables: readonly NumberedTable[];
    readonly resolution: Resolution;
    readonly heldTables: ReadonlySet<number>;
  },
) {
  const { star } = pipeline;
  const { pool, onEvent, cleaned, tables, resolution, heldTables } = batch;
  if (cleaned.fact !== undefined) yield* cleaned.fact.discard;
  const parts = yield* openPartWriter({
    keyOf: (part) => goldPartKey({ table: star.fact.table, batchId, part }),
    schema: factColumns(star),
    metadata: fileMetadata(pipeline, batchId),
  });
  let measureCents = 0n;
  let rows = 0;
  const order = yield* inOrder(
    Number.MAX_SAFE_INTEGER,
    Effect.fnUntraced(function* (encoded: EncodedFact & { readonly rowCount: number }) {
      yield* parts.append(encoded.fact);
      measureCents += encoded.measureCents;
      rows += encoded.rowCount;
      onEvent({ type: 'progress', batchId, stage: 'model', rows, done: rows, total: cleaned.total.accepted });
    }),
  );
  yield* onEachTable(
    tables,
    pool,
    Effect.fnUntraced(function* (table: NumberedTable) {
      const { firstRow, rowCount, index, worker } = table;
      const source = yield* sourceOf(table, heldTables);
      const lost = resolution.lostIn(firstRow, firstRow + rowCount);
      const encoded = yield* Effect.promise(() => worker.fact(source, lost));
      yield* order.deliver(index, { ...encoded, rowCount });
    }),
  );
  return { fact: yield* parts.finish, measureCents };
});

/** Finds the rows whose keys may repeat by their sums, looks at just these, and decides. */
const resolve = Effect.fn('etl.resolve')(function* (
  { star }: Pipeline,
  cleaned: CleanResult,
  tables: readonly NumberedTable[],
  pool: WorkerPool,
) {
  const { suspects } = cleaned;
  const resolver = createResolver(star, suspects.rowCount);
  const heldTables = new Set<number>();
  const partitions = Math.ceil(suspects.count / rowsPerDecision);
  for (let partition = 0; partition < partitions; partition++) {
    yield* onEachTable(
      tables,
      pool,
      Effect.fnUntraced(function* (table: NumberedTable) {
        const { firstRow, rowCount, index, worker } = table;
        const rows = suspects.rowsIn(firstRow, firstRow + rowCount, partition, partitions);
        if (rows.length === 0) return;
        const inTable = rows.map((row) => row - firstRow);
        const source = yield* sourceOf(table, heldTables);
        const picked = yield* Effect.promise(() => worker.pick(source, inTable));
        if (picked.isHeld) heldTables.add(index);
        resolver.add(picked.rows, rows);
      }),
    );
    resolver.decide();
  }
  return { resolution: resolver.finish(), heldTables };
});

/** Gives each table to the fiber of the worker that cleaned it, in order. */
const onEachTable = Effect.fnUntraced(function* <E, R>(
  tables: readonly NumberedTable[],
  pool: WorkerPool,
  use: (table: NumberedTable) => Effect.Effect<void, E, R>,
) {
  yield* Effect.forEach(
    pool,
    Effect.fnUntraced(function* (worker) {
      for (const table of tables) if (table.worker === worker) yield* use(table);
    }),
    { concurrency: 'unbounded', discard: true },
  );
});

/** Names a table for its worker, with its row group unless the worker has it. */
const sourceOf = Effect.fnUntraced(function* (table: NumberedTable, heldTables: ReadonlySet<number>) {
  const { index, stored, rowCount } = table;
  if (stored === undefined || heldTables.has(index)) return { number: index, silver: undefined };
  return { number: index, silver: yield* readSilver(rowCount, stored) };
});

const readSilver = Effect.fnUntraced(function* (rowCount: number, { place, entry }: StoredTable) {
  const store = yield* ObjectStore;
  const bytes = yield* store.readRange(place.key, place.start, place.end);
  return { parts: [Uint8Array.from(bytes)], entry, rowCount } satisfies EncodedRowGroup;
});

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
        const rejects = rejectsAt({
          source,
          chunks: uncompressed(stored),
          offsets,
          reason: 'superseded',
        });
        yield* Stream.fromAsyncIterable(rejects, (error) => unreadable(source, error)).pipe(
          Stream.runForEach((some) => {
            count += some.length;
            return write(Buffer.from(some.map(renderReject).join('')));
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
