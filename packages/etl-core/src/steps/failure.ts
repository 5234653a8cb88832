import { type Manifest, ObjectStore, publishRun, readRun, releaseLock } from '@sales/lake';
import { Clock, Effect } from 'effect';
import * as z from 'zod';
import type { Pipeline } from '../pipeline.ts';
import { removeBatchFiles, runState } from '../stages/claim.ts';
import { readDocumentOf, writeDocumentOf } from './batchDocument.ts';
import { loadHolder } from './load.ts';
import { workKeys } from './workKeys.ts';

const failureSchema = z.object({
  /** The execution that failed. */
  execution: z.string(),
  /** The step that failed, such as `clean`; undefined where that is not known. */
  step: z.string().optional(),
  error: z.string(),
  cause: z.string(),
  failedAt: z.string(),
});

/** Why a batch failed. */
export type Failure = Readonly<z.output<typeof failureSchema>>;

/** What was left of a batch when it failed. */
export type Remains = 'failed' | 'published' | 'loaded';

/**
 * Writes down why a batch failed, and ends it.
 *
 * One that was not published is marked as failed and its files are removed: its objects are free for another batch. One
 * that is published stays so, files and all, because nobody knows whether its load came through: it is loaded again.
 */
export const failBatch = Effect.fn('etl.failBatch')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  failure: Omit<Failure, 'failedAt'>,
) {
  const store = yield* ObjectStore;
  const { batchId } = manifest;
  const keys = workKeys(batchId);
  const state = yield* runState(manifest, 'failed', 0, { cause: failure.cause });
  yield* Effect.catchTag(Effect.asVoid(publishRun(state)), 'PreconditionFailed', () => Effect.void);
  const status = (yield* readRun(batchId))?.state.status;
  const remains: Remains = status === 'published' || status === 'loaded' ? status : 'failed';
  // What is known first of an execution's failure says the most.
  if ((yield* readFailure(batchId))?.execution !== failure.execution) {
    const failedAt = new Date(yield* Clock.currentTimeMillis).toISOString();
    yield* writeDocumentOf(keys.failure, failureSchema, { ...failure, failedAt });
  }
  yield* releaseLock(pipeline.contract.name, loadHolder(batchId));
  if (remains === 'failed') {
    yield* removeBatchFiles(pipeline, manifest);
    yield* store.removePrefix(keys.work);
  }
  return remains;
});

/** Reads why a batch failed last, or undefined where it did not. */
export const readFailure = Effect.fn('etl.readFailure')(function* (batchId: string) {
  return yield* readDocumentOf(workKeys(batchId).failure, failureSchema);
});

const rangeFailureSchema = z.object({ error: z.string(), cause: z.string() });

/** Leaves word of why a range failed: the workflow itself says only that one did. */
export const noteRangeFailure = Effect.fn('etl.noteRangeFailure')(function* (
  batchId: string,
  part: number,
  failure: z.output<typeof rangeFailureSchema>,
) {
  yield* writeDocumentOf(workKeys(batchId).rangeFailure(part), rangeFailureSchema, failure);
});

/** Reads why the first of the ranges that left word of it failed. */
export const readRangeFailure = Effect.fn('etl.readRangeFailure')(function* (batchId: string) {
  const store = yield* ObjectStore;
  const [first] = yield* store.list(workKeys(batchId).rangeFailures);
  return first && (yield* readDocumentOf(first.key, rangeFailureSchema));
});
