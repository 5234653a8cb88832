import { holdLock, type Manifest, readRun, releaseLock } from '@sales/lake';
import type { LoadRequest, LoadResult, WarehouseError } from '@sales/warehouse';
import { Clock, Effect } from 'effect';
import * as z from 'zod';
import { givenUp } from '../givenUp.ts';
import { recordLoaded } from '../loaded.ts';
import type { Pipeline } from '../pipeline.ts';
import { decodePublished, type Published } from '../published.ts';
import { closeAccount, loadRequest } from '../stages/load.ts';
import { readDocumentOf, writeDocumentOf } from './batchDocument.ts';
import { workKeys } from './workKeys.ts';

/** A warehouse whose loads are started by one process and asked after by others. A handle is a value that JSON holds. */
export interface LoadCalls {
  /** Starts a load; called again for the same request it starts nothing twice, and after a failure the next try. */
  readonly startLoad: (request: LoadRequest) => Effect.Effect<unknown, WarehouseError>;
  readonly pollLoad: (
    handle: unknown,
  ) => Effect.Effect<
    { readonly state: 'running' } | { readonly state: 'loaded'; readonly result: LoadResult },
    WarehouseError
  >;
}

/** A batch that nobody has asked after for this long has lost the lock to the next one; its fence keeps it out. */
const lockTtlMs = 15 * 60_000;

/** What the calls of one load keep: the request is to be the same each time, and the handle to be found again. */
const loadSchema = z.object({
  fence: z.int(),
  startedAtMs: z.number(),
  handle: z.unknown().optional(),
});

type StoredLoad = z.output<typeof loadSchema>;

/** The name under which a batch holds the data set's lock. */
export function loadHolder(batchId: string): string {
  return `batch ${batchId}`;
}

/**
 * Starts the load of a published batch under the data set's lock, or asks how it goes, and says whether it is loaded.
 *
 * It may be called as often as one likes: a batch that is loaded stays as it is. Fails with `LockHeld` while another
 * batch is being loaded; after a `WarehouseError` that is `retryable` the next call starts the load again.
 */
export const advanceLoad = Effect.fn('etl.advanceLoad')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  calls: LoadCalls,
) {
  const { batchId } = manifest;
  const opened = yield* openLoad(pipeline, manifest);
  if (opened === undefined) return { done: true };
  const { request, load, published, etag } = opened;
  const handle = load.handle ?? (yield* calls.startLoad(request));
  if (load.handle === undefined) yield* keep(batchId, { ...load, handle });
  const progress = yield* calls
    .pollLoad(handle)
    .pipe(Effect.tapError(() => keep(batchId, { ...load, handle: undefined })));
  if (progress.state === 'running') return { done: false };

  const report = yield* closeAccount(manifest, published, progress.result, load.startedAtMs);
  yield* recordLoaded(pipeline, manifest, report, { fence: load.fence, etag });
  yield* releaseLock(pipeline.contract.name, loadHolder(batchId));
  return { done: true };
});

/**
 * Takes the lock for the load of a published batch, and gives what the warehouse is to be asked for, the same each time
 * as long as the batch keeps the lock. Undefined for a batch that is loaded.
 */
export const openLoad = Effect.fn('etl.openLoad')(function* (pipeline: Pipeline, manifest: Manifest) {
  const { batchId } = manifest;
  const found = yield* readRun(batchId);
  if (found?.state.status === 'loaded') return undefined;
  if (found === undefined) return yield* Effect.die(new Error(`Batch ${batchId} is not published.`));
  if (found.state.status !== 'published') return yield* givenUp(found.state);
  const published: Published = yield* decodePublished(found.state);
  const fence = yield* holdLock(pipeline.contract.name, { holder: loadHolder(batchId), ttlMs: lockTtlMs });
  const stored = yield* readDocumentOf(workKeys(batchId).load, loadSchema);
  let load = stored;
  // With another fence it is another request.
  if (load?.fence !== fence) {
    load = { fence, startedAtMs: yield* Clock.currentTimeMillis };
    yield* keep(batchId, load);
  }
  const loadedAt = new Date(load.startedAtMs).toISOString();
  const request = yield* loadRequest(pipeline, manifest, published, { fence, loadedAt });
  return { request, load, published, etag: found.etag };
});

function keep(batchId: string, load: StoredLoad) {
  return writeDocumentOf(workKeys(batchId).load, loadSchema, load);
}
