import {
  type Emulator,
  type Fault,
  type FaultProxy,
  motoProblem,
  startFaultProxy,
  startMoto,
} from '@sales/emulators';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runOnBucket, through } from '../support/bucketLake.ts';
import { mustHold, newBucketWork } from '../support/bucketWork.ts';
import { seededRandom } from '../support/sales.ts';
import { type Tables, tablesOf } from '../support/tables.ts';

const problem = motoProblem();
const passing: readonly Fault[] = ['throttle', 'internal-error', 'lost-answer', 'cut', 'timeout'];

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

  let undisturbed: Promise<Tables> | undefined;

  /** The tables of a run in which nothing goes wrong. */
  function expectedTables(): Promise<Tables> {
    return (undisturbed ??= (async () => {
      const lake = await newBucketWork(moto.endpoint);
      await runOnBucket(lake);
      return tablesOf(lake.folder);
    })());
  }

  it.each([1, 2, 3])(
    'of which every fourth call fails in passing ends in the same tables (seed %i)',
    async (seed) => {
      const expected = await expectedTables();
      const lake = await newBucketWork(moto.endpoint);
      const random = seededRandom(seed);
      for (const fault of passing) {
        // One in twenty for each fault; every time that nothing answers costs a second.
        const call = () => random.below(fault === 'timeout' ? 80 : 20) === 0;
        proxy.inject({ call, fault, times: Infinity });
      }
      const retry = { attempts: 12, baseDelayMs: 1, maximumDelayMs: 10 };
      await runOnBucket(through(lake, proxy.endpoint, { idleTimeoutMs: 1000, retry }));
      expect(proxy.calls.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(10);
      await mustHold(lake, expected);
    },
  );
});
