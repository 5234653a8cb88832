import {
  addReports,
  type CleaningReport,
  createCleaner,
  emptyReport,
  SourceError,
  uncompressed,
} from '@sales/cleaning';
import {
  dataSetLayout,
  LakeError,
  type Manifest,
  ObjectStore,
  type SourceObject,
  writeObject,
} from '@sales/lake';
import { silverColumns } from '@sales/schema';
import { Effect, Stream } from 'effect';
import { SourceUnreadable } from '../errors.ts';
import type { OnEvent } from '../events.ts';
import { openPartWriter, type PartFile } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';

/** What cleaning made of a batch. */
export interface CleanResult {
  readonly silver: readonly PartFile[];
  readonly total: CleaningReport;
  readonly objects: readonly {
    readonly object: SourceObject;
    readonly read: number;
    readonly rejected: number;
  }[];
}

/** Reads a batch's objects, writes silver and quarantine under the batch's own prefixes, and counts every row. */
export const cleanBatch = Effect.fn('etl.clean')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  onEvent: OnEvent,
) {
  const store = yield* ObjectStore;
  const { contract } = pipeline;
  const { batchId, ingestDate } = manifest;
  const layout = dataSetLayout(contract.name);
  const cleaner = createCleaner({ contract, ingestDate });
  const totalBytes = manifest.objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  const objects: CleanResult['objects'][number][] = [];
  let total = emptyReport;
  let bytesRead = 0;
  let rows = 0;

  const parts = yield* openPartWriter({
    keyOf: (part) => layout.silverPartKey({ ingestDate, batchId, part }),
    schema: silverColumns(contract),
    metadata: fileMetadata(pipeline, batchId),
  });

  const cleanAll = (writeRejects: (bytes: Uint8Array) => Effect.Effect<void, LakeError>) => {
    const flush = Effect.fnUntraced(function* (cleaned: ReturnType<typeof cleaner.drain>) {
      if (cleaned.rejects !== '') yield* writeRejects(Buffer.from(cleaned.rejects));
      for (const table of cleaned.tables) {
        yield* parts.write(table);
        rows += table.rowCount;
      }
      onEvent({ type: 'progress', batchId, stage: 'clean', rows, done: bytesRead, total: totalBytes });
    });
    const cleanObject = Effect.fnUntraced(function* (object: SourceObject) {
      const guard = <A>(step: () => A) =>
        Effect.try({ try: step, catch: (error) => unreadable(object, error) });
      const stored = yield* store.stream(object.key, { start: 0, version: object.version });
      const counted = countBytes(stored, (count) => {
        bytesRead += count;
      });
      cleaner.startObject(object);
      yield* Stream.fromAsyncIterable(uncompressed(counted), (error) => unreadable(object, error)).pipe(
        Stream.runForEach((chunk) =>
          Effect.andThen(
            guard(() => cleaner.push(chunk)),
            Effect.suspend(() => flush(cleaner.drain())),
          ),
        ),
      );
      const report = yield* guard(() => cleaner.endObject());
      total = addReports(total, report);
      objects.push({ object, read: report.read, rejected: report.rejected });
    });
    return Effect.gen(function* () {
      for (const object of manifest.objects) yield* cleanObject(object);
      yield* flush(cleaner.finish());
    });
  };

  yield* writeObject(layout.quarantinePartKey({ batchId, part: 0 }), cleanAll);
  const silver = yield* parts.finish;
  return { silver, total, objects } satisfies CleanResult;
}, Effect.scoped);

/** What every file of a batch says about itself. */
export function fileMetadata({ contract }: Pipeline, batchId: string): Readonly<Record<string, string>> {
  return {
    'sales.contract': contract.name,
    'sales.contract.version': String(contract.version),
    'sales.batch': batchId,
  };
}

async function* countBytes(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Tells a broken object from a failing lake; anything else is a bug and stays one. */
export function unreadable(object: { readonly key: string }, error: unknown): SourceUnreadable | LakeError {
  if (error instanceof LakeError) return error;
  if (!(error instanceof SourceError)) throw error;
  const message = `${object.key} cannot be read: ${error.message}. Nothing of its batch was loaded; put a whole copy in its place, or take it out of the lake, and run again.`;
  return new SourceUnreadable({ key: object.key, fault: error.fault, message, cause: error });
}
