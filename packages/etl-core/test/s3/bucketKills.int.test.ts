import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type Emulator,
  type FaultProxy,
  motoProblem,
  type ServiceCall,
  startFaultProxy,
  startMoto,
} from '@sales/emulators';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { breakLock } from '../../src/index.ts';
import { type BucketLake, onBucket, runOnBucket, through } from '../support/bucketLake.ts';
import { mustHold, newBucketWork } from '../support/bucketWork.ts';
import { type Tables, tablesOf } from '../support/tables.ts';

const problem = motoProblem();
const program = fileURLToPath(new URL('../support/s3Victim.ts', import.meta.url));

describe.skipIf(problem)(`a run on a bucket of ${problem ?? 'moto'}`, () => {
  let moto: Emulator;
  let proxy: FaultProxy;
  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto);
  });
  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });
  beforeEach(() => proxy.reset());

  let undisturbed: Promise<{ readonly expected: Tables; readonly writes: number }> | undefined;

  /** The tables of a run that nobody kills, and how often it writes. */
  function undisturbedRun() {
    return (undisturbed ??= (async () => {
      const lake = await newBucketWork(moto.endpoint);
      await runOnBucket(through(lake, proxy.endpoint));
      const writes = proxy.calls.filter(isWrite).length;
      proxy.reset();
      return { writes, expected: await tablesOf(lake.folder) };
    })());
  }

  /** Starts a run in a process, and kills it at its n-th write, from 1: before S3 has done it, or just afterwards. */
  async function runKilled(lake: BucketLake, n: number, isDone: boolean): Promise<string | number> {
    let count = 0;
    const victim: { process?: ChildProcess } = {};
    proxy.inject({
      call: (call) => {
        if (!isWrite(call) || ++count !== n) return false;
        // What is forwarded is done, whatever becomes of who asked for it.
        victim.process?.kill('SIGKILL');
        return true;
      },
      fault: isDone ? 'lost-answer' : 'timeout',
    });
    const child = startVictim(through(lake, proxy.endpoint));
    victim.process = child;
    const [code, signal] = await once(child, 'exit');
    return (code ?? signal) as string | number;
  }

  it('that is killed at a write, before or after S3 has done it, is made good by the next run', {
    timeout: 400_000,
  }, async () => {
    const { expected, writes } = await undisturbedRun();
    expect(writes).toBeGreaterThan(10);
    const moments = Array.from({ length: writes }, (_, index) => index + 1).filter((n) => n % 3 === 1);
    for (const n of moments) {
      proxy.reset();
      const lake = await newBucketWork(moto.endpoint);
      expect([n, await runKilled(lake, n, n % 2 === 1)]).toEqual([n, 'SIGKILL']);
      // S3 cannot tell that the lock's holder is gone: its lock expires after a minute, or is broken.
      await onBucket(lake, breakLock('sales'));
      await runOnBucket(lake);
      await mustHold(lake, expected);
    }
  });

  it('and two others at once, in processes of their own, either do their work or leave it to another', async () => {
    const { expected } = await undisturbedRun();
    const lake = await newBucketWork(moto.endpoint);
    const victims = [0, 1, 2].map(() => startVictim(through(lake, proxy.endpoint)));
    const said = await Promise.all(victims.map(outputOf));
    expect(said.filter((line) => !/^(done|failed LockHeld)$/.test(line))).toEqual([]);
    expect(said).toContain('done');
    await mustHold(lake, expected);
  });
});

function isWrite({ operation }: ServiceCall): boolean {
  return /^(Put|Delete|Complete|Create|Upload)/.test(operation);
}

function startVictim(lake: BucketLake): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=@sales/source', '--no-warnings', program, JSON.stringify(lake)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) text += String(chunk);
  return text.trim();
}
