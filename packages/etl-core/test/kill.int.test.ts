import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { pipelineStatus, runKeys, salesPipeline } from '../src/index.ts';
import { filesOf, newLake, onLake, run, upload } from './support/lake.ts';
import { ndjson, sale, sales, seededRandom } from './support/sales.ts';
import { ask, tablesOf } from './support/tables.ts';
import { startVictim, type Victim } from './support/victims.ts';

/** A lake with a loaded batch, something new in it, and a folder with something to take in. */
async function newWork(): Promise<{ readonly lake: string; readonly inputs: readonly string[] }> {
  const [lake, folder] = [newLake(), temporaryFolder()];
  upload(lake, 'a.json', ndjson(sales(20)), Date.UTC(2026, 0, 1));
  await run(lake);
  const corrected = sales(12, (i) => ({ quantity_sold: 3, total_amount: null, city: `City ${i}` }));
  upload(lake, 'b.json', ndjson([...corrected, ...sales(15), 'no row']), Date.UTC(2026, 0, 2));
  writeFileSync(
    join(folder, 'c.json'),
    ndjson([sale({ transaction_id: 'C' }), ...sales(5), sale({ date: '' })]),
  );
  return { lake, inputs: [folder] };
}

function copyOf(lake: string): string {
  const copy = newLake();
  // Unlike Node, it copies times to the nanosecond, and with them the objects' versions.
  execFileSync('cp', ['-a', lake, join(copy, '..')]);
  return copy;
}

/** What the tables hold, but for the time at which a file was taken in. */
async function outcomeOf(lake: string) {
  const { fact_sales, dim_store, dim_product, dim_customer } = await tablesOf(lake);
  const facts = fact_sales.map(({ _source_time, ...fact }) => ({ ...fact, at: typeof _source_time }));
  return { facts, dim_store, dim_product, dim_customer };
}

/** Holds that nothing is left for a next run, and that whatever a reader finds is of a loaded batch. */
async function mustBeTidy(lake: string): Promise<void> {
  const { batches, waiting } = await onLake(lake, pipelineStatus(salesPipeline));
  expect(waiting).toEqual([]);
  const loaded = batches.filter(({ status }) => status === 'loaded').map(({ batchId }) => batchId);
  const others = batches.filter(({ status }) => status !== 'loaded' && status !== 'abandoned');
  expect(others).toEqual([]);
  const files = filesOf(lake);
  const batchFiles = files.filter((path) => path.includes('/batch=') && !path.includes('/.'));
  expect(new Set(batchFiles.map((path) => /batch=([^/]+)/.exec(path)![1]))).toEqual(new Set(loaded));
  for (const batchId of loaded) expect(files).toContain(runKeys(batchId).reportJson);
  const [books] = await ask(
    lake,
    'SELECT list(batch_id) AS ids, sum(inserted) = (SELECT count(*) FROM fact_sales) AS even FROM etl_batch',
  );
  expect(books).toEqual({ ids: expect.toSatisfy((ids) => isSame(ids, loaded)), even: true });
}

function isSame(some: unknown, others: readonly string[]): boolean {
  return JSON.stringify([...(some as string[])].sort()) === JSON.stringify([...others].sort());
}

/** Does things for each item, two at a time. */
async function inPairs<A>(items: readonly A[], work: (item: A) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

describe('a run that is killed', () => {
  it('before any change that others see is made good by the next run', { timeout: 120_000 }, async () => {
    const { lake, inputs } = await newWork();
    const undisturbed = copyOf(lake);
    const [, , changes] = (await (await startVictim(undisturbed, 'never', inputs)).nextLine())!.split(' ');
    const expected = await outcomeOf(undisturbed);
    await mustBeTidy(undisturbed);

    const moments = Array.from({ length: Number(changes) }, (_, i) => `change:${i}`);
    expect(moments.length).toBeGreaterThan(10);
    await inPairs(moments, async (moment) => {
      const copy = copyOf(lake);
      expect(await (await startVictim(copy, moment, inputs)).ended).toBe('SIGKILL');
      await run(copy, inputs);
      expect([moment, await outcomeOf(copy)]).toEqual([moment, expected]);
      await mustBeTidy(copy);
    });
  });

  it('at one event after the other gets done in the end', { timeout: 120_000 }, async () => {
    const { lake, inputs } = await newWork();
    const undisturbed = copyOf(lake);
    await run(undisturbed, inputs);
    let victim: Victim;
    let n = 0;
    do victim = await startVictim(lake, `event:${n}`, inputs);
    while ((await victim.ended) === 'SIGKILL' && (n += 2));
    expect(n).toBeGreaterThan(5);
    expect(await outcomeOf(lake)).toEqual(await outcomeOf(undisturbed));
    await mustBeTidy(lake);
  });

  it('at any time is made good by the next run', { timeout: 120_000 }, async () => {
    const { lake, inputs } = await newWork();
    const undisturbed = copyOf(lake);
    const startedAt = performance.now();
    await run(undisturbed, inputs);
    const lastsMs = performance.now() - startedAt;
    const expected = await outcomeOf(undisturbed);
    const random = seededRandom(3);
    const delays = Array.from({ length: 8 }, () => random.below(lastsMs));
    await inPairs(delays, async (delayMs) => {
      const copy = copyOf(lake);
      const victim = await startVictim(copy, 'never', inputs);
      await sleep(delayMs);
      victim.process.kill('SIGKILL');
      await victim.ended;
      await run(copy, inputs);
      expect(await outcomeOf(copy)).toEqual(expected);
      await mustBeTidy(copy);
    });
  });
});

describe('two runs at once', () => {
  it('do not meet: the second one is told who is at work, and the first one is not disturbed', async () => {
    const { lake, inputs } = await newWork();
    const undisturbed = copyOf(lake);
    await run(undisturbed, inputs);
    const first = await startVictim(lake, 'hold:4', inputs);
    expect(await first.nextLine()).toBe('held');
    const pid = first.process.pid!;
    await expect(run(lake, inputs)).rejects.toMatchObject({
      _tag: 'LockHeld',
      owner: { pid },
      message: expect.stringMatching(new RegExp(`^The lock "sales" is held by process ${pid} on .*\\.$`)),
    });
    first.process.stdin!.write('\n');
    expect(await first.nextLine()).toMatch(/^done /);
    expect(await first.ended).toBe(0);
    expect(await outcomeOf(lake)).toEqual(await outcomeOf(undisturbed));
    expect((await run(lake, inputs)).batches).toEqual([]);
    await mustBeTidy(lake);
  });

  it('that start together either do their work or leave it to the other', async () => {
    const { lake, inputs } = await newWork();
    const undisturbed = copyOf(lake);
    await run(undisturbed, inputs);
    const victims = await Promise.all([0, 1, 2].map(() => startVictim(lake, 'never', inputs)));
    const said = await Promise.all(victims.map(({ nextLine }) => nextLine()));
    expect(said.filter((line) => !/^(done .*|failed LockHeld)$/.test(line!))).toEqual([]);
    expect(said.some((line) => line!.startsWith('done'))).toBe(true);
    expect(await outcomeOf(lake)).toEqual(await outcomeOf(undisturbed));
    await mustBeTidy(lake);
  });
});
