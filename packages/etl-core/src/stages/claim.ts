import {
  claimObject,
  dataSetLayout,
  goldBatchPrefix,
  listRuns,
  makeManifest,
  type Manifest,
  ObjectStore,
  publishRun,
  readLedger,
  readRun,
  releaseObject,
  type Run,
  writeManifest,
} from '@sales/lake';
import { Clock, Effect } from 'effect';
import { isDataKey } from '../dataKey.ts';
import type { Pipeline } from '../pipeline.ts';
import { workKeys } from '../steps/workKeys.ts';

/** What there is to do. */
export interface Claimed {
  /** Batches that were published but not loaded, oldest first. */
  readonly unloaded: readonly Manifest[];
  /** A new batch of all objects that no published batch has taken; undefined when there is none. */
  readonly fresh: Manifest | undefined;
  /** Objects below the data set's prefix that are no data by their name. */
  readonly ignored: readonly string[];
}

/**
 * Finds what an earlier run left unfinished and what has newly arrived, and claims it.
 *
 * A batch that was not published has left nothing that anyone reads: it is abandoned, so that a writer still alive
 * cannot publish it any more, and its objects become part of a new batch. Must run under the data set's lock.
 */
export const claimObjects = Effect.fn('etl.claim')(function* (pipeline: Pipeline, fence: number) {
  const store = yield* ObjectStore;
  const { contract } = pipeline;
  const runs = (yield* listRuns()).filter(({ manifest }) => manifest.contract.name === contract.name);
  const settled: Run[] = [];
  for (const run of runs) settled.push(run.state === undefined ? yield* abandon(pipeline, run, fence) : run);
  const live = new Set(
    settled
      .filter(({ state }) => state?.status === 'published' || state?.status === 'loaded')
      .map(({ manifest }) => manifest.digest),
  );

  const listed = yield* store.list(dataSetLayout(contract.name).rawPrefix);
  const found = listed
    .filter(({ key }) => isDataKey(key))
    .map((info) => ({ bucket: store.bucket, ...info, eventTimeMs: Math.trunc(info.eventTimeMs) }));
  const entries = yield* readLedger(found);
  const free = found
    .map((object, index) => ({ object, entry: entries[index] }))
    .filter(({ entry }) => entry === undefined || !live.has(entry.digest));

  const claimed: Claimed = {
    unloaded: settled.filter(({ state }) => state?.status === 'published').map(({ manifest }) => manifest),
    fresh: undefined,
    ignored: listed.filter(({ key }) => !isDataKey(key)).map(({ key }) => key),
  };
  if (free.length === 0) return claimed;

  const createdAt = new Date(yield* Clock.currentTimeMillis).toISOString();
  const first = makeManifest({
    contract,
    createdAt,
    ingestDate: createdAt.slice(0, 10),
    objects: free.map(({ object }) => object),
  });
  const earlier = runs.map(({ manifest }) => manifest).filter(({ digest }) => digest === first.digest);
  const fresh = yield* writeManifest(
    makeManifest({
      ...first,
      // The same objects keep their ingest day, which bounds the dates that are allowed: a retry gives the same rows.
      ingestDate: earlier[0]?.ingestDate ?? first.ingestDate,
      attempt: Math.max(0, ...earlier.map(({ attempt }) => attempt)) + 1,
    }),
  );
  yield* Effect.forEach(
    free,
    Effect.fnUntraced(function* ({ object, entry }) {
      if (entry !== undefined && entry.digest !== fresh.digest) yield* releaseObject(object, entry.digest);
      yield* claimObject(object, fresh.digest);
    }),
    { concurrency: 16 },
  );
  return { ...claimed, fresh };
});

/** Ends a run that was never published; if its writer publishes it at this very moment, that stands. */
const abandon = Effect.fn('etl.abandon')(function* (pipeline: Pipeline, run: Run, fence: number) {
  const state = yield* runState(run.manifest, 'abandoned', fence, {});
  const isAbandoned = yield* publishRun(state).pipe(
    Effect.as(true),
    Effect.catchTag('PreconditionFailed', () => Effect.succeed(false)),
  );
  if (!isAbandoned) return { ...run, state: (yield* readRun(run.manifest.batchId))?.state };
  yield* removeBatchFiles(pipeline, run.manifest);
  yield* (yield* ObjectStore).removePrefix(workKeys(run.manifest.batchId).work);
  return { ...run, state };
});

/** Removes all that the stages of a batch wrote, but for its manifest and state. */
export const removeBatchFiles = Effect.fn('etl.removeBatchFiles')(function* (
  { contract, star }: Pipeline,
  { batchId, ingestDate }: Manifest,
) {
  const store = yield* ObjectStore;
  const layout = dataSetLayout(contract.name);
  const tables = [star.fact.table, ...star.dimensions.map(({ table }) => table)];
  yield* store.removePrefix(layout.silverBatchPrefix({ ingestDate, batchId }));
  yield* store.removePrefix(layout.quarantineBatchPrefix(batchId));
  for (const table of tables) yield* store.removePrefix(goldBatchPrefix({ table, batchId }));
});

/** Makes a run's state as of now. */
export const runState = Effect.fnUntraced(function* (
  { batchId, digest, attempt }: Manifest,
  status: 'published' | 'loaded' | 'failed' | 'abandoned',
  fence: number,
  details: unknown,
) {
  const updatedAt = new Date(yield* Clock.currentTimeMillis).toISOString();
  return { batchId, digest, attempt, status, fence, updatedAt, details };
});
