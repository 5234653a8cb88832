import { Effect } from 'effect';
import type { LakeError } from './errors.ts';
import { runKeys, runsPrefix } from './layout.ts';
import { batchIdStem, decodeManifest, encodeManifest, type Manifest } from './manifest.ts';
import { ObjectStore } from './objectStore.ts';
import { readRun, type RunState } from './runState.ts';
import { decodeObject } from './storedDocument.ts';

/** A batch: what it reads, and where it stands once it was published. */
export interface Run {
  readonly manifest: Manifest;
  readonly state: RunState | undefined;
}

/** Writes a batch's manifest once. Returns the stored one, which is the earlier if the batch was begun before. */
export const writeManifest = Effect.fn('lake.writeManifest')(function* (
  manifest: Manifest,
): Effect.fn.Return<Manifest, LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const key = runKeys(manifest.batchId).manifest;
  return yield* store.put(key, encodeManifest(manifest), { ifNoneMatch: '*' }).pipe(
    Effect.as(manifest),
    Effect.catchTag('PreconditionFailed', () =>
      Effect.map(readManifest(manifest.batchId), (earlier) => earlier ?? manifest),
    ),
  );
});

/** Reads a batch's manifest, or undefined if there is no such batch. */
export const readManifest = Effect.fn('lake.readManifest')(function* (
  batchId: string,
): Effect.fn.Return<Manifest | undefined, LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const key = runKeys(batchId).manifest;
  const found = yield* store.get(key);
  return found && (yield* decodeObject(key, found.bytes, decodeManifest));
});

/** Reads every batch that has a manifest, in the order of batch ids (by ingest date first). */
export const listRuns = Effect.fn('lake.listRuns')(function* (): Effect.fn.Return<
  readonly Run[],
  LakeError,
  ObjectStore
> {
  const store = yield* ObjectStore;
  const batchIds = (yield* store.list(runsPrefix)).flatMap(
    ({ key }) => /^runs\/([^/]+)\/manifest\.json$/.exec(key)?.[1] ?? [],
  );
  const runs = yield* Effect.forEach(batchIds, findRun, { concurrency: 16 });
  return runs.filter((run) => run !== undefined);
});

/** Finds the attempts at one set of objects, the first one first, among the batches of these ingest days (`YYYY-MM-DD`). */
export const findRuns = Effect.fn('lake.findRuns')(function* (
  digest: string,
  ingestDates: readonly string[],
): Effect.fn.Return<readonly Run[], LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const found: Run[] = [];
  for (const ingestDate of ingestDates) {
    for (const { key } of yield* store.list(`${runsPrefix}${batchIdStem({ ingestDate, digest })}`)) {
      const batchId = /^runs\/([^/]+)\/manifest\.json$/.exec(key)?.[1];
      const run = batchId === undefined ? undefined : yield* findRun(batchId);
      // The id holds only the first digits of the digest.
      if (run?.manifest.digest === digest) found.push(run);
    }
  }
  return found.sort((a, b) => a.manifest.attempt - b.manifest.attempt);
});

const findRun = Effect.fnUntraced(function* (batchId: string) {
  const manifest = yield* readManifest(batchId);
  // Removed since it was listed.
  if (!manifest) return undefined;
  return { manifest, state: (yield* readRun(batchId))?.state };
});
