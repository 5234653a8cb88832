import { type Manifest, publishRun, readRun } from '@sales/lake';
import { Effect } from 'effect';
import { givenUp } from '../givenUp.ts';
import { encodePublished, type Published } from '../published.ts';
import { runState } from '../stages/claim.ts';

/** Whether a batch is published, by an earlier call perhaps. One that failed or was abandoned fails with `BatchGivenUp`. */
export const isPublished = Effect.fn('etl.isPublished')(function* (batchId: string) {
  const found = yield* readRun(batchId);
  if (found === undefined) return false;
  const { status } = found.state;
  if (status === 'published' || status === 'loaded') return true;
  return yield* givenUp(found.state);
});

/** Publishes a batch whose files are complete and whose books balance, unless an earlier call did. */
export const publishOnce = Effect.fn('etl.publishOnce')(function* (manifest: Manifest, published: Published) {
  // The lock's fence is for the load, which is where two batches could meet.
  const state = yield* runState(manifest, 'published', 0, encodePublished(published));
  yield* Effect.catchTag(
    Effect.asVoid(publishRun(state)),
    'PreconditionFailed',
    // The answer to an earlier call was lost, or the batch was given up meanwhile.
    () => Effect.asVoid(isPublished(manifest.batchId)),
  );
});
