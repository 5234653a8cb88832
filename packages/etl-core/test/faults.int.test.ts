import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { breakLock, pipelineStatus, runPipeline, salesPipeline } from '../src/index.ts';
import { failAt, type StoreCall, watchedServices } from './support/faultyStore.ts';
import { filesOf, newLake, onLake, run, upload } from './support/lake.ts';
import { ndjson, sales } from './support/sales.ts';
import { type Tables, tablesOf } from './support/tables.ts';

/** A lake with something new, and a folder with something to take in. */
function newWork(): { readonly lake: string; readonly inputs: readonly string[] } {
  const [lake, folder] = [newLake(), temporaryFolder()];
  upload(lake, 'a.json', ndjson([...sales(20), ...sales(3, () => ({ quantity_sold: 4 })), 'no row']), 1000);
  // Holds no clean row, so that the tables do not depend on when it was taken in.
  writeFileSync(join(folder, 'b.json'), '[1, 2]');
  return { lake, inputs: [folder] };
}

/** Runs the pipeline while the n-th call of a kind fails; gives what it failed with, or that it was done. */
async function runFailing({ lake, inputs }: ReturnType<typeof newWork>, call: StoreCall, n: number) {
  const { before, error, hasFailed } = failAt(call, n);
  const program = runPipeline({ pipeline: salesPipeline, inputs });
  const outcome = await Effect.runPromise(Effect.provide(program, watchedServices(lake, before))).then(
    () => 'done' as const,
    (failure: unknown) => failure,
  );
  return { outcome, error, hasFailed: hasFailed() };
}

let undisturbed: Promise<Tables> | undefined;

/** The tables of a run in which no call fails. */
function expectedTables(): Promise<Tables> {
  return (undisturbed ??= (async () => {
    const { lake, inputs } = newWork();
    await run(lake, inputs);
    return tablesOf(lake);
  })());
}

async function mustHold(lake: string): Promise<void> {
  expect(await tablesOf(lake)).toEqual(await expectedTables());
  const { batches, waiting } = await onLake(lake, pipelineStatus(salesPipeline));
  expect(waiting).toEqual([]);
  expect(batches.filter(({ status }) => status === 'loaded')).toMatchObject([
    { account: { read: 26, loaded: 20 } },
  ]);
  const loaded = batches.find(({ status }) => status === 'loaded')!.batchId;
  const strangers = filesOf(lake).filter(
    (path) => path.includes('/batch=') && !path.includes(`/batch=${loaded}/`),
  );
  expect(strangers).toEqual([]);
}

describe('a call to the lake that fails', () => {
  const untilPublished: readonly StoreCall[] = [
    'list',
    'head',
    'stream',
    'chunk',
    'readRange',
    'create',
    'write',
    'commit',
  ];
  it.each(untilPublished)(
    'fails the run with that failure and publishes nothing, whichever %s it is',
    async (call) => {
      const work = newWork();
      for (let n = 1; ; n++) {
        const { outcome, error, hasFailed } = await runFailing(work, call, n);
        if (!hasFailed) break;
        expect(outcome).toBe(error);
        const { batches, lock } = await onLake(work.lake, pipelineStatus(salesPipeline));
        expect(batches.filter(({ status }) => status === 'published' || status === 'loaded')).toEqual([]);
        expect(lock?.released).toBe(true);
        expect(existsSync(join(work.lake, 'warehouse.duckdb'))).toBe(false);
      }
      await mustHold(work.lake);
    },
  );

  it.each<StoreCall>(['get', 'put'])(
    'is made good by the next run, whichever %s it is',
    { timeout: 120_000 },
    async (call) => {
      let failures = 0;
      for (let n = 1; ; n++) {
        const work = newWork();
        const { outcome, error, hasFailed } = await runFailing(work, call, n);
        if (!hasFailed) break;
        // A lock that cannot be released does not undo what was done; it expires, or is broken.
        expect(['done', error]).toContain(outcome);
        if (outcome === 'done') await onLake(work.lake, breakLock('sales'));
        failures += outcome === 'done' ? 0 : 1;
        await run(work.lake, work.inputs);
        await mustHold(work.lake);
      }
      expect(failures).toBeGreaterThan(3);
    },
  );

  it('fails the batch by its own failure, also when it cannot even be given up', async () => {
    const work = newWork();
    const { before, error } = failAt('commit', 3);
    let isBroken = false;
    const program = runPipeline({ pipeline: salesPipeline, inputs: work.inputs });
    const services = watchedServices(work.lake, (call, key) =>
      Effect.suspend(() => {
        if (isBroken) return Effect.fail(error);
        return Effect.tapError(before(call, key), () => Effect.sync(() => void (isBroken = true)));
      }),
    );
    await expect(Effect.runPromise(Effect.provide(program, services))).rejects.toBe(error);
    await onLake(work.lake, breakLock('sales'));
    expect((await run(work.lake)).batches).toMatchObject([{ read: 26, loaded: 20, attempt: 2 }]);
  });
});
