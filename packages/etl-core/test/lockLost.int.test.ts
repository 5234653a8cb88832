import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { expect, it } from 'vitest';
import { breakLock, localFolder, runPipeline, salesPipeline } from '../src/index.ts';
import { watchedServices } from './support/faultyStore.ts';
import { filesOf, newLake, run, upload } from './support/lake.ts';
import { ndjson, sales } from './support/sales.ts';
import { tablesOf } from './support/tables.ts';

it('a run whose lock is broken stops, and the next one does its work', async () => {
  const lake = newLake();
  upload(lake, 'a.json', ndjson(sales(5)));
  let isBroken = false;
  // As silver is written, someone breaks the lock, and time goes on until the holder wants to renew it.
  const services = watchedServices(lake, (call, key) =>
    Effect.gen(function* () {
      if (isBroken || call !== 'write' || !key.startsWith('silver/')) return;
      isBroken = true;
      yield* breakLock('sales').pipe(Effect.provide(localFolder(lake)));
      yield* TestClock.adjust('30 seconds');
      yield* Effect.never;
    }),
  );
  const program = TestClock.setTime(Date.now()).pipe(
    Effect.andThen(runPipeline({ pipeline: salesPipeline })),
    Effect.provide(services),
    Effect.provide(TestClock.layer()),
  );
  await expect(Effect.runPromise(program as Effect.Effect<unknown, unknown>)).rejects.toMatchObject({
    _tag: 'LockLost',
    message: expect.stringMatching(/^The lock "sales" .* was taken away while it was in use, .*run again\.$/),
  });
  expect(filesOf(lake).filter((path) => /silver\/|gold\/|state\.json/.test(path))).toEqual([]);
  expect((await run(lake)).batches).toMatchObject([{ loaded: 5, attempt: 2 }]);
  expect((await tablesOf(lake)).fact_sales).toHaveLength(5);
});
