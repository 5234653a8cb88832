import type { LockRecord, ObjectStore } from '@sales/etl-core';
import { Clock, Effect } from 'effect';
import type { EtlCore } from './modules.ts';

/** Who holds the lock of a lake's pipeline. */
export type Holder =
  | { readonly state: 'none' }
  /** A run that is at work, as far as can be told. */
  | { readonly state: 'alive'; readonly lock: LockRecord }
  /** A run that ended without releasing it; the next run takes over. */
  | { readonly state: 'gone'; readonly lock: LockRecord };

/** Tells who holds a lock. */
export const holderOf = Effect.fnUntraced(function* (
  core: EtlCore,
  lock: LockRecord | undefined,
): Effect.fn.Return<Holder, never, ObjectStore> {
  const store = yield* core.ObjectStore;
  if (lock === undefined || lock.released) return { state: 'none' };
  const hasExpired = Date.parse(lock.expiresAt) <= (yield* Clock.currentTimeMillis);
  const isAlive = !hasExpired && (yield* store.isOwnerAlive(lock.owner));
  return { state: isAlive ? 'alive' : 'gone', lock };
});

/** Names the process that holds a lock: `process 123 on laptop`. */
export function nameOf({ owner }: LockRecord): string {
  return `process ${owner.pid} on ${owner.host}`;
}

/** A holder as JSON. */
export function holderJson(holder: Holder): unknown {
  if (holder.state === 'none') return { state: 'none' };
  const { owner, expiresAt, fence } = holder.lock;
  return { state: holder.state, host: owner.host, pid: owner.pid, expiresAt, fence };
}
