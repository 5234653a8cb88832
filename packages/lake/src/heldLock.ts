import { Effect } from 'effect';
import type { LakeError, LockHeld } from './errors.ts';
import { acquire, isOurs, readStored, release, renew } from './lock.ts';
import type { LockOwner } from './lockOwner.ts';
import type { ObjectStore } from './objectStore.ts';

/**
 * Takes a lock for a holder that outlives its processes, such as a batch that one call after another works on, or keeps
 * it if the holder has it. Returns the fence. The holder calls again before `ttlMs` are over, or loses it.
 */
export const holdLock = Effect.fn('lake.holdLock')(function* (
  name: string,
  { holder, ttlMs }: { readonly holder: string; readonly ttlMs: number },
): Effect.fn.Return<number, LakeError | LockHeld, ObjectStore> {
  while (true) {
    const holding = yield* acquire(name, { ttlMs, owner: ownerOf(holder) });
    // Somebody may have taken over what had expired just as we looked: then the next try says who.
    if (yield* renew(holding)) return holding.record.fence;
  }
});

/** Gives a lock back if the holder has it. */
export const releaseLock = Effect.fn('lake.releaseLock')(function* (
  name: string,
  holder: string,
): Effect.fn.Return<void, LakeError, ObjectStore> {
  const found = yield* readStored(name);
  if (found === undefined || !isOurs(found.record, ownerOf(holder))) return;
  yield* release({ name, ttlMs: 0, ...found });
});

/** A holder is no process: it has no number, and counts as alive until its lock expires. */
function ownerOf(holder: string): LockOwner {
  return { host: holder, pid: 0, startedAt: 'unknown', id: holder };
}
