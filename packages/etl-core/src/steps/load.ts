import { holdLock, type Manifest, readRun, releaseLock } from '@sales/lake';
import { Effect } from 'effect';
import { givenUp } from '../givenUp.ts';
import { recordLoaded } from '../loaded.ts';
import type { Pipeline } from '../pipeline.ts';
import { decodePublished } from '../published.ts';
import { loadBatch } from '../stages/load.ts';

/** A batch that nobody has asked after for this long has lost the lock to the next one; its fence keeps it out. */
const lockTtlMs = 15 * 60_000;

/** The name under which a batch holds the data set's lock. */
export function loadHolder(batchId: string): string {
  return `batch ${batchId}`;
}

/**
 * Loads a published batch under the data set's lock, and says whether it is loaded now.
 *
 * It may be called as often as one likes: a batch that is loaded stays as it is. Fails with `LockHeld` while another
 * batch is being loaded.
 */
export const advanceLoad = Effect.fn('etl.advanceLoad')(function* (pipeline: Pipeline, manifest: Manifest) {
  const { name } = pipeline.contract;
  const { batchId } = manifest;
  const found = yield* readRun(batchId);
  if (found?.state.status === 'loaded') return { done: true };
  if (found?.state.status !== 'published') {
    return found === undefined
      ? yield* Effect.die(`Batch ${batchId} is not published.`)
      : yield* givenUp(found.state);
  }
  const published = yield* decodePublished(found.state);
  const holder = loadHolder(batchId);
  const fence = yield* holdLock(name, { holder, ttlMs: lockTtlMs });
  const report = yield* loadBatch(pipeline, manifest, published, fence);
  yield* recordLoaded(pipeline, manifest, report, { fence, etag: found.etag });
  yield* releaseLock(name, holder);
  return { done: true };
});
