import { type Manifest, ObjectStore, publishRun, readRun } from '@sales/lake';
import { Clock, Effect } from 'effect';
import { reportSchema } from './batchReport.ts';
import { planBlocks } from './blocks.ts';
import type { OnEvent, Stage } from './events.ts';
import { givenUp } from './givenUp.ts';
import { failureMessage, sendMessage, successMessage } from './messages.ts';
import { recordLoaded } from './loaded.ts';
import type { Pipeline } from './pipeline.ts';
import { publishable } from './publishable.ts';
import { decodeDetails, decodePublished, encodePublished } from './published.ts';
import { removeBatchFiles, runState } from './stages/claim.ts';
import { prepareWithSpark, type RunSparkJob } from './spark/jobs.ts';
import { cleanBatch } from './stages/clean.ts';
import { loadBatch } from './stages/load.ts';
import { modelBatch } from './stages/model.ts';
import { workKeys } from './steps/workKeys.ts';
import { openPool } from './workers/pool.ts';

/** How a batch is run. */
export interface RunBatchOptions {
  readonly pipeline: Pipeline;
  /** The number of the lock that is held; the warehouse refuses a lower one than it has seen. */
  readonly fence: number;
  readonly onEvent?: OnEvent;
  /** How many threads work on rows; by default as many as there are processors. The answer does not depend on it. */
  readonly workers?: number | undefined;
  /** Runs the jobs of Spark, which then clean and model the batch in place of this process. */
  readonly spark?: RunSparkJob | undefined;
}

/**
 * Takes one batch from its objects to the loaded star, or from where an earlier run was stopped, and tells people.
 *
 * A batch is published when its files are complete and its books balance; only then is it loaded. Running it again after
 * that, loaded or not, gives the same tables and the same report. One that failed before, or was abandoned, fails with
 * `BatchGivenUp`: `claimObjects` puts its objects into another batch.
 */
export const runBatch = Effect.fn('etl.runBatch')(function* (manifest: Manifest, options: RunBatchOptions) {
  const { pipeline } = options;
  const startedAt = yield* Clock.currentTimeMillis;
  return yield* finishBatch(manifest, options).pipe(
    Effect.tap((report) => sendMessage(successMessage(pipeline, manifest, report, startedAt))),
    Effect.tapError((error) => sendMessage(failureMessage(pipeline, manifest, error, startedAt))),
  );
});

const finishBatch = Effect.fnUntraced(function* (manifest: Manifest, options: RunBatchOptions) {
  const { pipeline, fence, onEvent = ignoreEvents } = options;
  const { batchId } = manifest;
  const earlier = yield* readRun(batchId);
  onEvent({
    type: 'batch-started',
    batchId,
    objects: manifest.objects.length,
    sizeBytes: manifest.objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    resumed: earlier !== undefined,
  });

  if (earlier?.state.status === 'loaded') {
    const report = { ...(yield* decodeDetails(earlier.state, reportSchema)), alreadyLoaded: true };
    onEvent({ type: 'batch-finished', report });
    return report;
  }
  if (earlier !== undefined && earlier.state.status !== 'published') return yield* givenUp(earlier.state);
  const published =
    earlier === undefined
      ? yield* prepare(manifest, options).pipe(Effect.tapError((error) => giveUp(manifest, options, error)))
      : yield* decodePublished(earlier.state);
  const etag =
    earlier?.etag ??
    (yield* publishRun(yield* runState(manifest, 'published', fence, encodePublished(published))));

  const [report] = yield* timed('load', batchId, onEvent, loadBatch(pipeline, manifest, published, fence));
  yield* recordLoaded(pipeline, manifest, report, { fence, etag });
  onEvent({ type: 'batch-finished', report });
  return report;
});

/** Cleans and models a batch: everything before it is published. */
const prepare = Effect.fnUntraced(function* (manifest: Manifest, options: RunBatchOptions) {
  const { pipeline, workers, spark, onEvent = ignoreEvents } = options;
  const { batchId, ingestDate } = manifest;
  if (spark !== undefined) {
    const [published] = yield* timed('clean', batchId, onEvent, prepareWithSpark(pipeline, manifest, spark));
    return published;
  }
  const blocks = yield* planBlocks(manifest);
  const pool = yield* openPool({
    worker: { pipeline, ingestDate },
    sizeBytes: manifest.objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    blocks: blocks.length,
    workers,
  });
  const [cleaned, cleanSeconds] = yield* timed(
    'clean',
    batchId,
    onEvent,
    cleanBatch(pipeline, manifest, { blocks, pool, onEvent }),
  );
  const [model, modelSeconds] = yield* timed(
    'model',
    batchId,
    onEvent,
    modelBatch(pipeline, manifest, cleaned, { pool, onEvent }),
  );
  return publishable(cleaned, model, { clean: cleanSeconds, model: modelSeconds });
}, Effect.scoped);

/** Marks a batch as failed and removes its files; what cannot be written now, the next run tidies up. */
const giveUp = Effect.fnUntraced(function* (manifest: Manifest, options: RunBatchOptions, error: Error) {
  const { pipeline, fence } = options;
  const cause = { cause: error.message };
  yield* Effect.ignore(removeBatchFiles(pipeline, manifest));
  yield* Effect.ignore((yield* ObjectStore).removePrefix(workKeys(manifest.batchId).work));
  yield* Effect.ignore(Effect.flatMap(runState(manifest, 'failed', fence, cause), publishRun));
});

function timed<A, E, R>(stage: Stage, batchId: string, onEvent: OnEvent, effect: Effect.Effect<A, E, R>) {
  return Effect.gen(function* () {
    onEvent({ type: 'stage-started', batchId, stage });
    const start = yield* Clock.currentTimeMillis;
    const result = yield* effect;
    const seconds = ((yield* Clock.currentTimeMillis) - start) / 1000;
    onEvent({ type: 'stage-finished', batchId, stage, seconds });
    return [result, seconds] as const;
  });
}

function ignoreEvents(): void {}
