import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { assert, describe, it } from '@effect/vitest';
import { Effect } from 'effect';
import { localFolder, ObjectStore } from '../src/index.ts';
import { contend, startContender } from './contenders.ts';

function inFolder<A, E>(folder: string, use: (store: ObjectStore['Service']) => Effect.Effect<A, E>) {
  return Effect.runPromise(ObjectStore.use(use).pipe(Effect.provide(localFolder(folder))));
}

describe('many processes on one folder', () => {
  it('let exactly one of 8 create an object', async () => {
    const folder = temporaryFolder();
    const outcomes = await contend(8, 'create', folder);
    const winners = outcomes.flatMap(({ error }, n) => (error ? [] : [String(n)]));
    assert.strictEqual(winners.length, 1);
    assert.isTrue(outcomes.every(({ error }) => !error || error._tag === 'PreconditionFailed'));
    const stored = await inFolder(folder, (store) => store.get('contested'));
    assert.strictEqual(new TextDecoder().decode(stored?.bytes), winners[0]);
  });

  it('count to 400 by 8 times 50 compare-and-swaps', async () => {
    const folder = temporaryFolder();
    await inFolder(folder, (store) => store.put('counter', '0'));
    const outcomes = await contend(8, 'count', folder);
    assert.deepStrictEqual(
      outcomes.filter(({ error }) => error),
      [],
    );
    const stored = await inFolder(folder, (store) => store.get('counter'));
    assert.strictEqual(new TextDecoder().decode(stored?.bytes), '400');
    assert.deepStrictEqual(readdirSync(folder), ['counter']);
  });
});

describe('a process that is killed', () => {
  it('while it writes a big object leaves nothing to be seen, and the next may write it', async () => {
    const folder = temporaryFolder();
    const writer = await startContender('dieWriting', folder);
    writer.begin();
    await writer.ended;
    const hidden = readdirSync(join(folder, 'gold'));
    assert.strictEqual(hidden.length, 1);
    assert.match(hidden[0] ?? '', /^\.tmp-/);
    assert.deepStrictEqual(await inFolder(folder, (store) => store.list('')), []);
    await inFolder(folder, (store) => store.put('gold/part-00000.parquet', 'x'));
    await inFolder(folder, (store) => store.removePrefix('gold/'));
    assert.deepStrictEqual(readdirSync(folder), []);
  });

  it('inside a compare-and-swap does not stop the others', async () => {
    const folder = temporaryFolder();
    const etag = await inFolder(folder, (store) => store.put('counter', '0'));
    const guard = await startContender('dieGuarding', folder);
    guard.begin();
    await guard.ended;
    assert.strictEqual(readdirSync(folder).filter((name) => name.startsWith('.guard-')).length, 1);
    const startedAt = performance.now();
    await inFolder(folder, (store) => store.put('counter', '1', { ifMatch: etag }));
    assert.isBelow(performance.now() - startedAt, 2000);
    assert.deepStrictEqual(readdirSync(folder), ['counter']);
  });
});
