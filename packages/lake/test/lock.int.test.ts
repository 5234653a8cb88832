import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect, Schedule } from 'effect';
import { localFolder, readLock, withLock } from '../src/index.ts';
import { contend, startContender } from './contenders.ts';

describe('a lock among processes', () => {
  it('has one holder at a time, and a fence that only rises', async () => {
    const outcomes = await contend(8, 'takeTurns', temporaryFolder());
    assert.deepStrictEqual(
      outcomes.filter(({ error }) => error),
      [],
    );
    const fences = outcomes.map(({ value }) => value as number[]);
    for (const own of fences)
      assert.deepStrictEqual(
        own,
        own.toSorted((a, b) => a - b),
      );
    const all = fences.flat().sort((a, b) => a - b);
    assert.deepStrictEqual(
      all,
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
  });

  it('is taken over at once from a holder that was killed', async () => {
    const folder = temporaryFolder();
    const holder = await startContender('hold', folder);
    holder.begin();
    assert.deepStrictEqual(await holder.nextOutcome(), { value: 1 });
    await Effect.runPromise(refused(folder));
    holder.process.kill('SIGKILL');
    await holder.ended;
    const before = await Effect.runPromise(Effect.provide(readLock('load'), localFolder(folder)));
    assert.isAbove(Date.parse(before?.expiresAt ?? ''), Date.now());
    assert.strictEqual(await Effect.runPromise(take(folder)), 2);
  });

  it('is taken over from a holder that stands still, which then learns that it lost it', async () => {
    const folder = temporaryFolder();
    const holder = await startContender('hold', folder);
    holder.begin();
    await holder.nextOutcome();
    holder.process.kill('SIGSTOP');
    await Effect.runPromise(refused(folder));
    const whenFree = Effect.retry(take(folder), { schedule: Schedule.spaced('50 millis'), times: 100 });
    assert.strictEqual(await Effect.runPromise(whenFree), 2);
    holder.process.kill('SIGCONT');
    const { error } = await holder.nextOutcome();
    assert.strictEqual(error?._tag, 'LockLost');
  });
});

function take(folder: string) {
  return withLock('load', { ttlMs: 1000 }, Effect.succeed).pipe(Effect.provide(localFolder(folder)));
}

const refused = Effect.fnUntraced(function* (folder: string) {
  const error = yield* Effect.flip(take(folder));
  assert.strictEqual(error._tag, 'LockHeld');
});
