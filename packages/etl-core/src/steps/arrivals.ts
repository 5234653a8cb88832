import {
  claimObject,
  findRuns,
  type LedgerEntry,
  makeManifest,
  type Manifest,
  ObjectStore,
  readLedger,
  releaseObject,
  type Run,
  type SourceObject,
  withLock,
  writeManifest,
} from '@sales/lake';
import { Clock, Effect, Schedule } from 'effect';
import { isDataKey } from '../dataKey.ts';
import type { Pipeline } from '../pipeline.ts';

/** Claiming takes a second or two; a process that ended in the middle of it keeps others waiting this long. */
const lockTtlMs = 60_000;
const dayMs = 24 * 3600 * 1000;

/** What became of objects that have arrived. */
export interface Arrivals {
  /** Batches to be started: a new one, and those that were begun; starting one twice must do nothing. */
  readonly batches: readonly Manifest[];
  /** How many objects another batch has, which was published or is at work. */
  readonly taken: number;
  /** Keys that are no data by their name, or are not there any more. */
  readonly ignored: readonly string[];
}

/**
 * Claims the objects of these keys, as they are now, for one batch; those that a batch has already are left to it.
 *
 * Events come late, twice, or not in order, so all that is taken from them is a key. Objects of a batch that failed are
 * free. A batch whose state nobody has written is begun: it is named again, for whoever told of it may have been stopped
 * before it was started.
 */
export const claimArrivals = Effect.fn('etl.claimArrivals')(function* (
  pipeline: Pipeline,
  keys: readonly string[],
) {
  const { name } = pipeline.contract;
  return yield* withLock(`${name}-intake`, { ttlMs: lockTtlMs }, () => claim(pipeline, keys)).pipe(
    Effect.retry({
      while: (error) => error._tag === 'LockHeld',
      schedule: Schedule.spaced('1 second').pipe(Schedule.jittered),
      times: 45,
    }),
  );
});

const claim = Effect.fnUntraced(function* (pipeline: Pipeline, keys: readonly string[]) {
  const { contract } = pipeline;
  const found = yield* findObjects(keys);
  const entries = yield* readLedger(found);
  const digests = new Map(entries.flatMap((entry) => (entry === undefined ? [] : [[entry.digest, entry]])));
  const attempts = new Map<string, readonly Run[]>();
  for (const [digest, entry] of digests) attempts.set(digest, yield* findRuns(digest, daysOf(entry)));
  const isFree = (entry: LedgerEntry | undefined): boolean => {
    const latest = entry === undefined ? undefined : attempts.get(entry.digest)?.at(-1);
    // Claims come before the manifest, so a claim without one is what is left of a call that was stopped.
    return latest === undefined || latest.state?.status === 'failed' || latest.state?.status === 'abandoned';
  };
  const free = found.flatMap((object, index) =>
    isFree(entries[index]) ? [{ object, entry: entries[index] }] : [],
  );
  const begun = [...attempts.values()].flatMap((runs) => {
    const latest = runs.at(-1);
    return latest !== undefined && latest.state === undefined ? [latest.manifest] : [];
  });
  const arrivals: Arrivals = {
    batches: begun,
    taken: found.length - free.length,
    ignored: [...new Set(keys)].filter((key) => !found.some((object) => object.key === key)),
  };
  if (free.length === 0) return arrivals;

  const now = yield* Clock.currentTimeMillis;
  const createdAt = new Date(now).toISOString();
  const objects = free.map(({ object }) => object);
  const first = makeManifest({ contract, createdAt, ingestDate: createdAt.slice(0, 10), objects });
  const earlier = attempts.get(first.digest)?.at(-1)?.manifest;
  const fresh = makeManifest({
    ...first,
    // The same objects keep their ingest day, which bounds the dates that are allowed: a retry gives the same rows.
    ingestDate: earlier?.ingestDate ?? first.ingestDate,
    attempt: (earlier?.attempt ?? 0) + 1,
  });
  yield* Effect.forEach(
    free,
    Effect.fnUntraced(function* ({ object, entry }) {
      // A claim that led to no batch is made anew, for its day says where the batch is found.
      if (entry !== undefined && (entry.digest !== fresh.digest || earlier === undefined))
        yield* releaseObject(object, entry.digest);
      yield* claimObject(object, fresh.digest);
    }),
    { concurrency: 16 },
  );
  const batch = yield* writeManifest(fresh);
  return { ...arrivals, batches: [...begun, batch] };
});

const findObjects = Effect.fnUntraced(function* (keys: readonly string[]) {
  const store = yield* ObjectStore;
  const infos = yield* Effect.forEach([...new Set(keys)].filter(isDataKey), (key) => store.head(key), {
    concurrency: 16,
  });
  return infos.flatMap((info): SourceObject[] =>
    info === undefined ? [] : [{ bucket: store.bucket, ...info, eventTimeMs: Math.trunc(info.eventTimeMs) }],
  );
});

/** A batch's ingest day is that of its first claim, or the day before where midnight was in between. */
function daysOf({ claimedAt }: LedgerEntry): readonly string[] {
  const claimedMs = Date.parse(claimedAt);
  return [claimedMs - dayMs, claimedMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
}
