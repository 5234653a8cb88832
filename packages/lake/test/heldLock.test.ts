import { Effect } from 'effect';
import { assert, describe, it } from 'vitest';
import { breakLock, holdLock, localFolder, ObjectStore, readLock, releaseLock } from '../src/index.ts';
import { temporaryFolder } from '@sales/test-kit';

function onFolder<A, E>(program: Effect.Effect<A, E, ObjectStore>): Promise<A> {
  return Effect.runPromise(program.pipe(Effect.provide(localFolder(temporaryFolder()))));
}

const options = { ttlMs: 60_000 };

describe('a lock that a holder keeps over several processes', () => {
  it('is the same lock with the same fence, however often it is asked for', () =>
    onFolder(
      Effect.gen(function* () {
        assert.strictEqual(yield* holdLock('sales', { holder: 'batch a', ...options }), 1);
        assert.strictEqual(yield* holdLock('sales', { holder: 'batch a', ...options }), 1);
      }),
    ));

  it('keeps others out, and names its holder to them, until it is given back', () =>
    onFolder(
      Effect.gen(function* () {
        yield* holdLock('sales', { holder: 'batch a', ...options });
        const refused = yield* Effect.flip(holdLock('sales', { holder: 'batch b', ...options }));
        assert.strictEqual(refused._tag, 'LockHeld');
        assert.include(refused.message, 'is held by batch a until');
        yield* releaseLock('sales', 'batch b');
        assert.isFalse((yield* readLock('sales'))?.released);
        yield* releaseLock('sales', 'batch a');
        assert.strictEqual(yield* holdLock('sales', { holder: 'batch b', ...options }), 2);
      }),
    ));

  it('is lost once it has expired and somebody else took it', () =>
    onFolder(
      Effect.gen(function* () {
        yield* holdLock('sales', { holder: 'batch a', ttlMs: 1 });
        yield* Effect.sleep(5);
        assert.strictEqual(yield* holdLock('sales', { holder: 'batch b', ...options }), 2);
        assert.strictEqual(
          (yield* Effect.flip(holdLock('sales', { holder: 'batch a', ...options })))._tag,
          'LockHeld',
        );
      }),
    ));

  it('has a new fence after it was broken', () =>
    onFolder(
      Effect.gen(function* () {
        yield* holdLock('sales', { holder: 'batch a', ...options });
        yield* breakLock('sales');
        assert.strictEqual(yield* holdLock('sales', { holder: 'batch a', ...options }), 2);
      }),
    ));
});
