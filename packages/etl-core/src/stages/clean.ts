import { addReports, type CleaningReport, emptyReport } from '@sales/cleaning';
import {
  dataSetLayout,
  goldPartKey,
  type LakeError,
  type Manifest,
  type SourceObject,
  writeObject,
} from '@sales/lake';
import type { EncodedRowGroup, Table } from '@sales/parquet';
import { factColumns, silverColumns } from '@sales/schema';
import { createKeyScan, type Suspects } from '@sales/star-schema';
import { Effect } from 'effect';
import type { Block } from '../blocks.ts';
import { cleanPieces } from '../cleanPieces.ts';
import type { OnEvent } from '../events.ts';
import { openPartWriter, type PartFile, type PlacedRowGroup } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';
import { spillError } from '../spillError.ts';
import { shiftLines } from '../steps/rejectLines.ts';
import type { BlockWorker, CleanedPiece, CleanedTable } from '../workers/blockWorker.ts';
import { inOrder } from '../workers/inOrder.ts';
import type { WorkerPool } from '../workers/pool.ts';

/** A table of clean rows, and who makes its fact. */
export interface SilverTable {
  readonly rowCount: number;
  readonly worker: BlockWorker;
  /** Where it is in silver; undefined when the worker finds it by its number. */
  readonly stored: StoredTable | undefined;
}

/** Where a table is in silver. */
export interface StoredTable {
  readonly place: PlacedRowGroup;
  readonly entry: EncodedRowGroup['entry'];
}

/** The fact of a batch in which no row loses, which is most of them, written while silver is. */
export interface LossFreeFact {
  readonly parts: readonly PartFile[];
  readonly measureCents: bigint;
  readonly discard: Effect.Effect<void, LakeError>;
}

/** What cleaning made of a batch. */
export interface CleanResult {
  readonly silver: readonly PartFile[];
  readonly total: CleaningReport;
  readonly objects: readonly {
    readonly object: SourceObject;
    readonly read: number;
    readonly rejected: number;
  }[];
  readonly tables: readonly SilverTable[];
  /** The rows whose business key another may have, by their number in the order of the tables. */
  readonly suspects: Suspects;
  /** Undefined when the fact is still to be made. */
  readonly fact: LossFreeFact | undefined;
  /** For each worker what it knows of each dimension. */
  readonly dimensions: readonly (readonly Table[])[];
}

interface CleanedBlock {
  readonly worker: BlockWorker;
  readonly pieces: readonly (CleanedPiece & { readonly object: SourceObject })[];
  readonly tables: readonly CleanedTable[];
}

/** Reads a batch's blocks with all workers, writes silver and quarantine in the blocks' order, and counts every row. */
export const cleanBatch = Effect.fn('etl.clean')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  batch: { readonly blocks: readonly Block[]; readonly pool: WorkerPool; readonly onEvent: OnEvent },
) {
  const { contract, star } = pipeline;
  const { batchId, ingestDate } = manifest;
  const { blocks, pool, onEvent } = batch;
  const layout = dataSetLayout(contract.name);
  const total = manifest.objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const account = openAccount(manifest);
  const tables: SilverTable[] = [];
  const keys = createKeyScan();
  let done = 0;

  const parts = yield* openPartWriter({
    keyOf: (part) => layout.silverPartKey({ ingestDate, batchId, part }),
    schema: silverColumns(contract),
    metadata: fileMetadata(pipeline, batchId),
  });
  const factParts = yield* openPartWriter({
    keyOf: (part) => goldPartKey({ table: star.fact.table, batchId, part }),
    schema: factColumns(star),
    metadata: fileMetadata(pipeline, batchId),
  });
  let measureCents = 0n;

  const writeBlocks = Effect.fnUntraced(function* (
    writeRejects: (bytes: Uint8Array) => Effect.Effect<void, LakeError>,
  ) {
    const order = yield* inOrder(
      pool.length + 2,
      Effect.fnUntraced(function* ({ worker, pieces, tables: cleaned }: CleanedBlock) {
        for (const piece of pieces) {
          const rejects = account.add(piece.object, piece);
          if (rejects.length > 0) yield* writeRejects(rejects);
        }
        for (const table of cleaned) {
          const { rowCount, entry } = table.silver;
          const place = yield* parts.append(table.silver);
          yield* factParts.append(table.fact);
          measureCents += table.measureCents;
          tables.push({ rowCount, worker, stored: { place, entry } });
          yield* Effect.try({ try: () => keys.add(table.sums), catch: spillError });
        }
        onEvent({ type: 'progress', batchId, stage: 'clean', rows: account.total().read, done, total });
      }),
    );
    let next = 0;
    const work = Effect.fnUntraced(function* (worker: BlockWorker) {
      for (;;) {
        yield* order.enter;
        const index = next++;
        const block = blocks[index];
        if (block === undefined) return;
        const cleaned = yield* cleanPieces(worker, block, (bytes) => {
          done += bytes;
          onEvent({ type: 'progress', batchId, stage: 'clean', rows: account.total().read, done, total });
        });
        const pieces = block.map(({ object }, at) => ({ ...cleaned[at]!, object }));
        const tables = yield* Effect.promise(() => worker.endBlock());
        yield* order.deliver(index, { worker, pieces, tables });
      }
    });
    yield* Effect.forEach(pool, work, { concurrency: 'unbounded', discard: true });
  });

  yield* writeObject(layout.quarantinePartKey({ batchId, part: 0 }), writeBlocks);
  // Files are synced to the disk while the threads sum up, and while keys are compared in this one.
  const [silver, factFiles, dimensions, suspects] = yield* Effect.all(
    [
      parts.finish,
      factParts.finish,
      Effect.forEach(pool, (worker) => Effect.promise(() => worker.dimensions()), {
        concurrency: 'unbounded',
      }),
      Effect.try({ try: keys.finish, catch: spillError }),
    ],
    { concurrency: 'unbounded' },
  );
  const fact = { parts: factFiles, measureCents, discard: factParts.discard };
  return {
    silver,
    total: account.total(),
    objects: account.objects(),
    tables,
    suspects,
    fact,
    dimensions,
  } satisfies CleanResult;
}, Effect.scoped);

/** Adds up the reports of pieces, by object, and gives their rejects the line numbers of their object. */
function openAccount(manifest: Manifest) {
  const objects = new Map(
    manifest.objects.map((object) => [object.key, { object, read: 0, rejected: 0, lines: 0 }]),
  );
  let total = emptyReport;
  return {
    add({ key }: SourceObject, { report, rejects, lines }: CleanedPiece): Uint8Array {
      const entry = objects.get(key)!;
      const firstLine = entry.lines;
      total = addReports(total, report);
      entry.read += report.read;
      entry.rejected += report.rejected;
      entry.lines += lines;
      return shiftLines(rejects, firstLine);
    },
    total: () => total,
    objects: () => [...objects.values()].map(({ object, read, rejected }) => ({ object, read, rejected })),
  };
}

/** What every file of a batch says about itself. */
export function fileMetadata({ contract }: Pipeline, batchId: string): Readonly<Record<string, string>> {
  return {
    'etl.contract': contract.name,
    'etl.contract.version': String(contract.version),
    'etl.batch': batchId,
  };
}
