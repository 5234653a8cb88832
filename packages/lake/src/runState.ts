import { Effect } from 'effect';
import { readDocument, writeDocument } from './document.ts';
import type { LakeError, PreconditionFailed } from './errors.ts';
import { runKeys } from './layout.ts';
import { ObjectStore } from './objectStore.ts';
import { decodeObject } from './storedDocument.ts';

export const runStatuses = ['published', 'loaded', 'failed', 'abandoned'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Where a batch stands. `fence` is the lock's number under which it was written; `details` is any JSON value. */
export interface RunState {
  readonly batchId: string;
  readonly digest: string;
  readonly attempt: number;
  readonly status: RunStatus;
  readonly fence: number;
  /** ISO time. */
  readonly updatedAt: string;
  readonly details: unknown;
}

/** A state as stored, with the etag that the next change must name. */
export interface StoredRunState {
  readonly state: RunState;
  readonly etag: string;
}

/** Writes a batch's first state, which is what publishes it; fails if it has one. Returns the etag. */
export const publishRun = Effect.fn('lake.publishRun')(function* (
  state: RunState,
): Effect.fn.Return<string, LakeError | PreconditionFailed, ObjectStore> {
  const store = yield* ObjectStore;
  return yield* store.put(runKeys(state.batchId).state, writeDocument(state), { ifNoneMatch: '*' });
});

/** Replaces a batch's state if it is still the one with this etag. Returns the new etag. */
export const advanceRun = Effect.fn('lake.advanceRun')(function* (
  state: RunState,
  etag: string,
): Effect.fn.Return<string, LakeError | PreconditionFailed, ObjectStore> {
  const store = yield* ObjectStore;
  return yield* store.put(runKeys(state.batchId).state, writeDocument(state), { ifMatch: etag });
});

/** Reads a batch's state, or undefined if it was never published. */
export const readRun = Effect.fn('lake.readRun')(function* (
  batchId: string,
): Effect.fn.Return<StoredRunState | undefined, LakeError, ObjectStore> {
  const store = yield* ObjectStore;
  const key = runKeys(batchId).state;
  const found = yield* store.get(key);
  if (!found) return undefined;
  return { state: yield* decodeObject(key, found.bytes, decodeState), etag: found.etag };
});

function decodeState(text: string): RunState {
  return readDocument(text, (fields) => ({
    batchId: fields.text('batchId'),
    digest: fields.text('digest'),
    attempt: fields.count('attempt'),
    status: fields.oneOf('status', runStatuses),
    fence: fields.count('fence'),
    updatedAt: fields.text('updatedAt'),
    details: fields.json('details'),
  }));
}
