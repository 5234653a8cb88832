import {
  type Emulator,
  type Fault,
  type FaultProxy,
  motoProblem,
  startFaultProxy,
  startMoto,
} from '@sales/emulators';
import { Effect, Layer } from 'effect';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { breakLock, type LakeError, Notifier, type RunMessage } from '../../src/index.ts';
import { onBucket, runOnBucket, through } from '../support/bucketLake.ts';
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

  it.each<readonly [Fault, string, RegExp]>([
    ['access-denied', 'Permission', /; grant this role s3:\w+/],
    ['expired-token', 'Credentials', /have expired \(ExpiredToken\); renew them /],
  ])(
    'whose calls all end in %s from one on fails in one sentence, loses nothing, and is made good by the next run',
    { timeout: 400_000 },
    async (fault, reason, words) => {
      const expected = await expectedTables();
      await runOnBucket(through(await newBucketWork(moto.endpoint), proxy.endpoint));
      const calls = proxy.calls.length;
      expect(calls).toBeGreaterThan(30);
      let told = 0;
      for (let nth = 1; nth <= calls; nth += 4) {
        proxy.reset();
        const lake = await newBucketWork(moto.endpoint);
        proxy.inject({ call: 's3:*', nth, fault, times: Infinity });
        const { messages, layer } = mailbox();
        const outcome: unknown = await runOnBucket(through(lake, proxy.endpoint), layer).catch(
          (error: unknown) => error,
        );
        const { _tag, reason: given, message = 'nothing' } = outcome as Partial<LakeError>;
        const isMeant = _tag === 'LakeError' && given === reason && words.test(message);
        // What cannot be released or cleared away any more does not undo what was done.
        expect([nth, isMeant || outcome]).toMatchObject([nth, isMeant || { batches: [{ read: 38 }] }]);
        // Of a batch that was begun, people hear once: what the run itself failed with, or that it was loaded.
        const causes = messages.flatMap(({ cause }) => cause ?? []);
        expect(messages.length).toBeLessThanOrEqual(1);
        expect(causes.filter((cause) => !cause.includes(message))).toEqual([]);
        told += causes.length;
        await onBucket(lake, breakLock('sales'));
        await runOnBucket(lake);
        await mustHold(lake, expected);
      }
      expect(told).toBeGreaterThan(3);
    },
  );
});

/** Keeps what people are told. */
function mailbox() {
  const messages: RunMessage[] = [];
  const notify = (message: RunMessage) => Effect.sync(() => void messages.push(message));
  return { messages, layer: Layer.succeed(Notifier, Notifier.of({ notify })) };
}
