import { setTimeout as sleepReally } from 'node:timers/promises';
import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Clock, Deferred, Effect, Exit, Fiber } from 'effect';
import { TestClock } from 'effect/testing';
import {
  breakLock,
  LakeError,
  type LockOwner,
  type LockRecord,
  localFolder,
  lockKey,
  ObjectStore,
  PreconditionFailed,
  processOwner,
  readLock,
  withLock,
} from '../src/index.ts';

const ttlMs = 60_000;
const elsewhere: LockOwner = { host: 'elsewhere', pid: 7, startedAt: 'then', id: 'theirs' };

/** States a behaviour of locks in an empty lake, at a time of day that the test sets. */
function states(behaviour: string, program: () => Effect.Effect<void, unknown, ObjectStore>): void {
  it.effect(behaviour, () => program().pipe(Effect.provide(localFolder(temporaryFolder()))));
}

const takeLoad = withLock('load', { ttlMs }, Effect.succeed);

/** Leaves a lock as some holder would have. */
function leaveLock(record: Partial<LockRecord>) {
  const lock = { owner: elsewhere, fence: 5, expiresAt: isoTime(ttlMs), released: false, ...record };
  return ObjectStore.use((store) => store.put(lockKey('load'), JSON.stringify(lock)));
}

/** Holds the lock in the background, for ever, and waits until it has it. */
const holdLoad = Effect.fnUntraced(function* () {
  let stopped = false;
  const fiber = yield* Effect.forkChild(
    withLock('load', { ttlMs }, () =>
      Effect.onInterrupt(Effect.never, () => Effect.sync(() => void (stopped = true))),
    ),
  );
  yield* until((lock) => lock?.released === false);
  return { fiber, wasStopped: () => stopped };
});

/** Passes the holder's writes on, and says when one is under way. */
function watchWrites(store: ObjectStore['Service']) {
  let writing = false;
  const put: typeof store.put = (key, bytes, condition) =>
    Effect.suspend(() => {
      writing = true;
      return Effect.ensuring(
        store.put(key, bytes, condition),
        Effect.sync(() => void (writing = false)),
      );
    });
  return { watched: { ...store, put }, isWriting: () => writing };
}

/** Lets time pass until the holder has renewed its lock, and sees that it does so before the lock expires. */
const letRenew = Effect.fnUntraced(function* (isWriting: () => boolean) {
  const before = yield* readLock('load');
  while ((yield* readLock('load'))?.expiresAt === before?.expiresAt) {
    // No time passes while the disk works.
    if (!isWriting()) yield* TestClock.adjust(ttlMs / 30);
    yield* Effect.promise(() => sleepReally(3));
    assert.isBelow(yield* Clock.currentTimeMillis, Date.parse(before?.expiresAt ?? ''));
  }
});

/** Waits, in real time, until the stored lock is so. */
const until = Effect.fnUntraced(function* (isSo: (lock: LockRecord | undefined) => boolean) {
  while (true) {
    const lock = yield* readLock('load');
    if (lock && isSo(lock)) return lock;
    yield* Effect.promise(() => sleepReally(2));
  }
});

describe('a lock', () => {
  states('gives every holder the next fence, however the one before ended', () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* takeLoad, 1);
      const failed = yield* Effect.exit(withLock('load', { ttlMs }, (fence) => Effect.fail(fence)));
      assert.deepStrictEqual(failed, Exit.fail(2));
      const { fiber } = yield* holdLoad();
      yield* Fiber.interrupt(fiber);
      yield* Effect.exit(withLock('load', { ttlMs }, () => Effect.die('a bug')));
      assert.strictEqual(yield* takeLoad, 5);
      const lock = yield* readLock('load');
      assert.deepInclude(lock, { fence: 5, released: true });
    }),
  );
  states('is one of many: another name is another lock', () =>
    withLock('load', { ttlMs }, () =>
      Effect.gen(function* () {
        assert.strictEqual(yield* withLock('claim', { ttlMs }, Effect.succeed), 1);
      }),
    ),
  );
  states('is refused while another holds it, in a sentence that says who and what to do', () =>
    Effect.gen(function* () {
      const { fiber } = yield* holdLoad();
      const error = yield* Effect.flip(takeLoad);
      assert.strictEqual(error._tag, 'LockHeld');
      const { host, pid } = processOwner();
      assert.include(error.message, `process ${pid} on ${host} until ${isoTime(ttlMs)}`);
      assert.include(error.message, '`sales unlock load`');
      yield* Fiber.interrupt(fiber);
    }),
  );
  states('of another host is taken over when it has expired, not a millisecond before', () =>
    Effect.gen(function* () {
      yield* leaveLock({});
      yield* TestClock.adjust(ttlMs - 1);
      assert.strictEqual((yield* Effect.flip(takeLoad))._tag, 'LockHeld');
      yield* TestClock.adjust(1);
      assert.strictEqual(yield* takeLoad, 6);
    }),
  );
  states('of a process that has ended is taken over at once, even if its pid is in use again', () =>
    Effect.gen(function* () {
      const here = processOwner();
      yield* leaveLock({ owner: { ...here, pid: 2 ** 22 + 1, id: 'ended' } });
      assert.strictEqual(yield* takeLoad, 6);
      const earlier = here.startedAt.replace(/\d+$/, '1');
      yield* leaveLock({ owner: { ...here, startedAt: earlier, id: 'earlier' }, fence: 6 });
      assert.strictEqual(yield* takeLoad, 7);
      const beforeBoot = here.startedAt.replace(/^[^/]+/, '00000000');
      yield* leaveLock({ owner: { ...here, startedAt: beforeBoot, id: 'before boot' }, fence: 7 });
      assert.strictEqual(yield* takeLoad, 8);
    }),
  );
  states('of another container on this machine is not taken over before it expires', () =>
    Effect.gen(function* () {
      const here = processOwner();
      const otherNamespace = here.startedAt.replace(/\/\d+\//, '/1/');
      yield* leaveLock({ owner: { ...here, pid: 2 ** 22 + 1, startedAt: otherNamespace, id: 'theirs' } });
      assert.strictEqual((yield* Effect.flip(takeLoad))._tag, 'LockHeld');
    }),
  );
  states('that cannot be read says which field is wrong', () =>
    Effect.gen(function* () {
      yield* leaveLock({ expiresAt: 'soon' });
      const error = yield* Effect.flip(takeLoad);
      assert.deepInclude(error, { _tag: 'LakeError', reason: 'Corrupt', key: 'locks/load.json' });
      assert.include(error.message, '"expiresAt"');
    }),
  );
});

describe('a holder', () => {
  states('keeps its lock for as long as it works', () =>
    Effect.gen(function* () {
      const { watched, isWriting } = watchWrites(yield* ObjectStore);
      const { fiber } = yield* Effect.provideService(holdLoad(), ObjectStore, watched);
      for (let renewal = 0; renewal < 9; renewal++) yield* letRenew(isWriting);
      assert.strictEqual((yield* Effect.flip(takeLoad))._tag, 'LockHeld');
      yield* Fiber.interrupt(fiber);
      assert.strictEqual(yield* takeLoad, 2);
    }),
  );
  states('is stopped with LockLost when its lock is broken', () =>
    Effect.gen(function* () {
      const { fiber, wasStopped } = yield* holdLoad();
      const broken = yield* breakLock('load');
      assert.deepInclude(broken, { fence: 1, released: false });
      yield* TestClock.adjust(ttlMs / 3);
      const error = yield* Effect.flip(Fiber.join(fiber));
      assert.deepInclude(error, { _tag: 'LockLost', name: 'load', fence: 1 });
      assert.isTrue(wasStopped());
      assert.strictEqual(yield* takeLoad, 2);
    }),
  );
  states('that was overtaken is stopped, and leaves the new holder alone', () =>
    Effect.gen(function* () {
      const { fiber } = yield* holdLoad();
      yield* leaveLock({ fence: 2, expiresAt: isoTime(10 * ttlMs) });
      yield* TestClock.adjust(ttlMs / 3);
      assert.strictEqual((yield* Effect.flip(Fiber.join(fiber)))._tag, 'LockLost');
      assert.deepInclude(yield* readLock('load'), { fence: 2, released: false, owner: elsewhere });
    }),
  );
  states('works on while the store cannot be reached, until its lock has expired', () =>
    Effect.gen(function* () {
      const store = yield* ObjectStore;
      const unreachable = new LakeError({ reason: 'Io', key: 'locks/load.json', message: 'No network.' });
      const renewals: number[] = [];
      const put: typeof store.put = Effect.fnUntraced(function* (key, bytes, condition) {
        if (condition && 'ifNoneMatch' in condition) return yield* store.put(key, bytes, condition);
        renewals.push(yield* Clock.currentTimeMillis);
        return yield* unreachable;
      });
      const { fiber } = yield* Effect.provideService(holdLoad(), ObjectStore, { ...store, put });
      while (fiber.pollUnsafe() === undefined) {
        yield* TestClock.adjust(ttlMs / 30);
        yield* Effect.promise(() => sleepReally(3));
      }
      assert.strictEqual((yield* Effect.flip(Fiber.join(fiber)))._tag, 'LockLost');
      assert.isBelow(renewals[1] ?? 0, ttlMs);
      assert.isAtLeast(renewals[2] ?? 0, ttlMs);
    }),
  );
  states('gives its lock back when it ends in the middle of a renewal', () =>
    Effect.gen(function* () {
      const store = yield* ObjectStore;
      const renewing = yield* Deferred.make<void>();
      const put: typeof store.put = Effect.fnUntraced(function* (key, bytes, condition) {
        if (condition && 'ifMatch' in condition) {
          yield* Deferred.succeed(renewing, undefined);
          yield* Effect.promise(() => sleepReally(30));
        }
        return yield* store.put(key, bytes, condition);
      });
      const fiber = yield* withLock('load', { ttlMs }, () => Deferred.await(renewing)).pipe(
        Effect.provideService(ObjectStore, { ...store, put }),
        Effect.forkChild,
      );
      yield* until((lock) => lock?.released === false);
      while (fiber.pollUnsafe() === undefined) {
        yield* TestClock.adjust(ttlMs / 30);
        yield* Effect.promise(() => sleepReally(3));
      }
      yield* Fiber.join(fiber);
      assert.deepInclude(yield* readLock('load'), { fence: 1, released: true });
    }),
  );
  states('knows its own write again when the answer to it was lost', () =>
    Effect.gen(function* () {
      const { watched: store, isWriting } = watchWrites(yield* ObjectStore);
      // As when a client repeats a request: the first did its work, the second finds the condition broken.
      const put: typeof store.put = (key, bytes, condition) =>
        Effect.andThen(
          store.put(key, bytes, condition),
          Effect.fail(new PreconditionFailed({ key, message: 'The second request came too late.' })),
        );
      const { fiber } = yield* Effect.provideService(holdLoad(), ObjectStore, { ...store, put });
      for (let renewal = 0; renewal < 6; renewal++) yield* letRenew(isWriting);
      assert.strictEqual((yield* readLock('load'))?.fence, 1);
      yield* Fiber.interrupt(fiber);
    }),
  );
});

describe('breaking a lock', () => {
  states('that nobody holds changes nothing', () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* breakLock('load'));
      yield* takeLoad;
      yield* breakLock('load');
      assert.strictEqual(yield* takeLoad, 2);
    }),
  );
});

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
