import { Clock, Effect } from 'effect';
import { LockHeld, LockLost, type LakeError } from './errors.ts';
import { lockKey } from './layout.ts';
import type { LockOwner } from './lockOwner.ts';
import { decodeLock, encodeLock, type LockRecord } from './lockRecord.ts';
import { ObjectStore } from './objectStore.ts';
import { processOwner } from './processOwner.ts';
import { decodeObject } from './storedDocument.ts';

export interface LockOptions {
  /** The lock expires this long after its holder was last heard of. The holder renews it three times as often. */
  readonly ttlMs: number;
  /** Default: this process. */
  readonly owner?: LockOwner;
}

/**
 * Runs an effect while holding a lock. The fence rises by one with every holder, so that what is written under it can
 * be told from what a later holder writes. Fails with `LockHeld` if another live holder has the lock, and interrupts
 * the effect with `LockLost` if the lock is taken away.
 */
export function withLock<A, E, R>(
  name: string,
  options: LockOptions,
  use: (fence: number) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E | LakeError | LockHeld | LockLost, R | ObjectStore> {
  return Effect.acquireUseRelease(
    acquire(name, options),
    (holding) => Effect.raceFirst(use(holding.record.fence), keep(holding)),
    release,
  );
}

/** Marks a lock as released, whoever holds it: its holder loses it. Returns the lock as it was, if there is one. */
export const breakLock = Effect.fn('lake.breakLock')(function* (
  name: string,
): Effect.fn.Return<LockRecord | undefined, LakeError, ObjectStore> {
  while (true) {
    const found = yield* readStored(name);
    if (!found || found.record.released) return found?.record;
    const etag = yield* replace(name, { ...found.record, released: true }, found.etag);
    // The holder renewed it in between: try again.
    if (etag !== undefined) return found.record;
  }
});

/** Reads a lock as it stands, or undefined if nobody ever held it. */
export const readLock = Effect.fn('lake.readLock')(function* (
  name: string,
): Effect.fn.Return<LockRecord | undefined, LakeError, ObjectStore> {
  return (yield* readStored(name))?.record;
});

/** The lock while we have it; `record` and `etag` follow every renewal. */
export interface Holding {
  readonly name: string;
  readonly ttlMs: number;
  record: LockRecord;
  etag: string;
}

/** Takes a lock, or finds that this owner has it. */
export const acquire = Effect.fn('lake.acquireLock')(function* (
  name: string,
  { ttlMs, owner = processOwner() }: LockOptions,
): Effect.fn.Return<Holding, LakeError | LockHeld, ObjectStore> {
  const store = yield* ObjectStore;
  while (true) {
    const found = yield* readStored(name);
    // A write whose answer was lost, then repeated, finds itself.
    if (found && isOurs(found.record, owner)) return { name, ttlMs, ...found };
    const now = yield* Clock.currentTimeMillis;
    if (found) {
      const { record } = found;
      const free = record.released || Date.parse(record.expiresAt) <= now;
      if (!free && (yield* store.isOwnerAlive(record.owner))) return yield* heldBy(name, record);
    }
    const record: LockRecord = {
      owner,
      fence: (found?.record.fence ?? 0) + 1,
      expiresAt: new Date(now + ttlMs).toISOString(),
      released: false,
    };
    const etag = yield* replace(name, record, found?.etag);
    if (etag !== undefined) return { name, ttlMs, record, etag };
  }
});

/** Renews the lock for ever, and fails once it is no longer ours. */
const keep = Effect.fn('lake.keepLock')(function* (
  holding: Holding,
): Effect.fn.Return<never, LockLost, ObjectStore> {
  while (true) {
    yield* Effect.sleep(holding.ttlMs / 3);
    // A store that cannot be reached is no reason to stop before the lock has expired.
    const ours = yield* renew(holding).pipe(
      Effect.uninterruptible,
      Effect.catchTag('LakeError', () =>
        Effect.map(Clock.currentTimeMillis, (now) => now < Date.parse(holding.record.expiresAt)),
      ),
    );
    if (!ours) {
      const { name, record } = holding;
      const message = `The lock "${name}" (fence ${record.fence}) was taken away while it was in use, so the work under it was stopped. See who holds it now, then run again.`;
      return yield* new LockLost({ name, fence: record.fence, message });
    }
  }
});

/** Moves the end of a lock, and says whether it is still ours. */
export const renew = Effect.fnUntraced(function* (holding: Holding) {
  const now = yield* Clock.currentTimeMillis;
  const record = { ...holding.record, expiresAt: new Date(now + holding.ttlMs).toISOString() };
  const etag = yield* replace(holding.name, record, holding.etag);
  if (etag !== undefined) {
    Object.assign(holding, { record, etag });
    return true;
  }
  // Either someone else took it, or a write of ours whose answer was lost did arrive.
  const found = yield* readStored(holding.name);
  if (!found || !isOurs(found.record, record.owner)) return false;
  Object.assign(holding, found);
  return true;
});

/** Marks the lock as released. One that was lost meanwhile is left alone; one that cannot be written expires. */
export const release = (holding: Holding) =>
  replace(holding.name, { ...holding.record, released: true }, holding.etag).pipe(
    Effect.catchTag('LakeError', (error) =>
      Effect.logWarning(`The lock "${holding.name}" could not be released: ${error.message}`),
    ),
  );

/** Writes the lock if it is still the one with this etag (or absent), and returns the new etag if it was. */
const replace = Effect.fnUntraced(function* (name: string, record: LockRecord, etag: string | undefined) {
  const store = yield* ObjectStore;
  const condition = etag === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: etag };
  return yield* store
    .put(lockKey(name), encodeLock(record), condition)
    .pipe(Effect.catchTag('PreconditionFailed', () => Effect.succeed(undefined)));
});

export const readStored = Effect.fnUntraced(function* (name: string) {
  const store = yield* ObjectStore;
  const key = lockKey(name);
  const found = yield* store.get(key);
  if (!found) return undefined;
  return { record: yield* decodeObject(key, found.bytes, decodeLock), etag: found.etag };
});

export function isOurs(record: LockRecord, owner: LockOwner): boolean {
  return record.owner.id === owner.id && !record.released;
}

function heldBy(name: string, { owner, expiresAt }: LockRecord): LockHeld {
  const holder = owner.pid === 0 ? owner.host : `process ${owner.pid} on ${owner.host}`;
  const message = `The lock "${name}" is held by ${holder} until ${expiresAt}, or longer if it renews it. Wait for it to finish, or run \`sales unlock ${name}\` if you are sure that it is gone.`;
  return new LockHeld({ name, owner, expiresAt, message });
}
