import { withLock } from '@sales/lake';
import { Effect } from 'effect';
import type { BatchReport } from './batchReport.ts';
import type { OnEvent } from './events.ts';
import { type Intake, takeIn } from './intake.ts';
import type { Pipeline } from './pipeline.ts';
import { runBatch } from './runBatch.ts';
import type { RunSparkJob } from './spark/jobs.ts';
import { claimObjects } from './stages/claim.ts';

/** What a run did. No batch means that nothing was new. */
export interface RunSummary {
  readonly intake: Intake;
  readonly batches: readonly BatchReport[];
  /** Objects in the bronze prefix that are no data by their name. */
  readonly ignored: readonly string[];
}

/** A lock nobody has renewed for this long is free; its holder renews it three times as often. */
const lockTtlMs = 60_000;

/**
 * Takes local files into the lake, then processes all that is new there, and all that an earlier run left unfinished.
 *
 * One run at a time works on a data set: a second one fails with `LockHeld`.
 */
export const runPipeline = Effect.fn('etl.run')(function* (options: {
  readonly pipeline: Pipeline;
  /** Local files or folders; none means only what lies in the lake. */
  readonly inputs?: readonly string[];
  readonly onEvent?: OnEvent;
  /** How many threads work on rows; by default as many as there are processors. */
  readonly workers?: number | undefined;
  /** Runs the jobs of Spark, which then clean and model in place of this process. */
  readonly spark?: RunSparkJob | undefined;
}) {
  const { pipeline, inputs = [], ...rest } = options;
  return yield* withLock(
    pipeline.contract.name,
    { ttlMs: lockTtlMs },
    Effect.fnUntraced(function* (fence) {
      const intake = yield* takeIn(pipeline, inputs, rest.onEvent);
      const claimed = yield* claimObjects(pipeline, fence);
      const batches: BatchReport[] = [];
      for (const manifest of [...claimed.unloaded, ...(claimed.fresh === undefined ? [] : [claimed.fresh])]) {
        batches.push(yield* runBatch(manifest, { pipeline, fence, ...rest }));
      }
      return { intake, batches, ignored: claimed.ignored } satisfies RunSummary;
    }),
  );
});
