import { describe, expect, it } from 'vitest';
import { parseCoreList } from '../src/cores.ts';
import { accountOf, runEngine } from '../src/engineProcess.ts';

const node = (script: string) => ({ program: process.execPath, args: ['-e', script] });

describe('a measured process', () => {
  it('is measured from its start to its end', async () => {
    const run = await runEngine(node('setTimeout(() => console.log(`{"rows": 3}`), 300)'), 30);
    expect(run).toMatchObject({ account: { rows: 3 } });
    if ('problem' in run) throw new Error(run.problem);
    expect(run.wallSeconds).toBeGreaterThan(0.3);
    expect(run.wallSeconds).toBeLessThan(20);
  });

  it.runIf(process.platform === 'linux')('counts the memory of its children', async () => {
    const hungry = 'const b = Buffer.alloc(200 << 20, 1); setTimeout(() => b, 500)';
    const parent = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(hungry)}])`;
    const run = await runEngine(node(parent), 30);
    if ('problem' in run) throw new Error(run.problem);
    expect(run.peakRssBytes).toBeGreaterThan(200 << 20);
  });

  it('has no time when it fails, but its own words', async () => {
    expect(await runEngine(node('throw new Error("no such column")'), 30)).toEqual({
      problem: expect.stringContaining('no such column') as string,
    });
  });

  it('is stopped with all its children when it takes too long', async () => {
    const startedAt = performance.now();
    const run = await runEngine({ program: 'sh', args: ['-c', 'sleep 60 & wait'] }, 1);
    expect(run).toEqual({ problem: 'took more than 1 s' });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('that is not there is a problem, not a crash', async () => {
    expect(await runEngine({ program: '/no/such/engine', args: [] }, 30)).toEqual({
      problem: expect.stringContaining('did not start') as string,
    });
  });
});

describe('an account', () => {
  it('is the last line, whatever was printed before', () => {
    expect(accountOf('warming up\n{"rows": 1}\n{"rows": 2}\n')).toEqual({ rows: 2 });
  });

  it('is empty when nothing was said', () => {
    expect(accountOf('  56662 sales.json\n')).toEqual({});
  });
});

it('reads lists of cores as the kernel writes them', () => {
  expect(parseCoreList('0-3,8')).toEqual([0, 1, 2, 3, 8]);
  expect(parseCoreList('5')).toEqual([5]);
});
