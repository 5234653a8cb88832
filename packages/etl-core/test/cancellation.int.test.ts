import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { runPipeline, salesPipeline } from '../src/index.ts';
import { watchedServices } from './support/faultyStore.ts';
import { filesOf, newLake, run, upload } from './support/lake.ts';
import { ndjson, sale, sales } from './support/sales.ts';
import { type Tables, tablesOf } from './support/tables.ts';

const rows = ndjson([...sales(40), sale({ transaction_id: 'T0', quantity_sold: 3 }), 'no row']);
const reason = new Error('Stopped by the test.');

function newLoad(): string {
  const lake = newLake();
  upload(lake, 'a.json', rows);
  return lake;
}

/** Stops a run as it tells of its n-th event, from 0; says whether it was told of so many. */
async function stopAt(lake: string, n: number): Promise<boolean> {
  const controller = new AbortController();
  let count = 0;
  const onEvent = () => {
    if (count++ === n) controller.abort(reason);
  };
  const outcome = await outcomeOf(run(lake, [], { signal: controller.signal, onEvent }));
  expect(['done', reason]).toContain(outcome);
  return count > n;
}

/** What a run is rejected with, or that it was done, as one is that is stopped when nothing is left to do. */
function outcomeOf(running: Promise<unknown>): Promise<unknown> {
  return running.then(
    () => 'done',
    (error: unknown) => error,
  );
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

describe('a run that is stopped', () => {
  it('ends with the signal’s reason wherever it was, leaves the lock, and the next run completes its work', async () => {
    let expected: Tables | undefined;
    for (let n = 0; ; n += 2) {
      const lake = newLoad();
      const isStopped = await stopAt(lake, n);
      const files = filesOf(lake);
      await sleep(5);
      expect(filesOf(lake)).toEqual(files);
      await run(lake);
      const tables = await tablesOf(lake);
      expect(tables).toEqual((expected ??= tables));
      expect(tables.fact_sales).toHaveLength(40);
      expect(filesOf(lake).filter((path) => path.includes('/.'))).toEqual([]);
      if (!isStopped) break;
      expect(n).toBeLessThan(20);
    }
  });

  it('again and again gets done in the end', async () => {
    const lake = newLoad();
    let n = 0;
    while (await stopAt(lake, n)) n++;
    expect(n).toBeGreaterThan(3);
    expect((await tablesOf(lake)).fact_sales).toHaveLength(40);
    expect((await run(lake)).batches).toEqual([]);
  });

  it('at any time may be stopped by the clock', async () => {
    const lake = newLoad();
    for (const ms of [1, 5, 10, 20, 40, 80]) {
      const signal = AbortSignal.timeout(ms);
      const outcome = await outcomeOf(run(lake, [], { signal }));
      expect(['done', signal.reason]).toContain(outcome);
    }
    await run(lake);
    expect((await tablesOf(lake)).fact_sales).toHaveLength(40);
  });

  it('before it began does nothing', async () => {
    const lake = newLoad();
    await expect(run(lake, [], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(filesOf(lake)).toEqual(['raw/sales/a.json']);
  });

  it('closes and removes the file that it has just begun', async () => {
    for (let n = 1; ; n++) {
      const lake = newLoad();
      const controller = new AbortController();
      let count = 0;
      const after = (call: string) =>
        Effect.sync(() => {
          if (call === 'create' && ++count === n) controller.abort(reason);
        });
      const program = runPipeline({ pipeline: salesPipeline }).pipe(
        Effect.provide(watchedServices(lake, () => Effect.void, after)),
      );
      const exit = await Effect.runPromiseExit(program, { signal: controller.signal });
      if (count < n) break;
      expect(exit._tag).toBe('Failure');
      expect(filesOf(lake).filter((path) => path.includes('/.'))).toEqual([]);
    }
  });

  it.runIf(existsSync('/proc/self/fd'))('leaves no file open, stopped or failed', async () => {
    const [stopped, failing] = [newLoad(), newLake()];
    upload(failing, 'a.json', '[');
    const round = async (): Promise<void> => {
      for (const n of [0, 2, 5]) await stopAt(stopped, n);
      await expect(run(failing)).rejects.toMatchObject({ _tag: 'SourceUnreadable' });
    };
    await round();
    const before = openFiles();
    for (let i = 0; i < 4; i++) await round();
    expect(openFiles()).toBeLessThanOrEqual(before);
  });
});
