import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newBucket } from './bucket.ts';

const problem = motoProblem();
const program = fileURLToPath(new URL('bigObject.ts', import.meta.url));

describe.skipIf(problem)(`an object of 300 MB on ${problem ?? 'moto'}`, () => {
  let moto: Emulator;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  test('is written and read in memory for a few parts', { timeout: 300_000 }, async () => {
    const options = { ...(await newBucket(moto.endpoint, { isVersioned: false })), partSizeBytes: 8 << 20 };
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=@sales/source',
      '--no-warnings',
      program,
      JSON.stringify({ ...options, idleTimeoutMs: 60_000 }),
      String(300 << 20),
    ]);
    const { writing, reading, isSame } = JSON.parse(stdout) as Record<string, number | boolean>;
    expect(isSame).toBe(true);
    // Parts on their way, one that fills, and what the garbage collector has not seen yet: as much for 100 MB as for 300.
    expect(writing).toBeLessThan(250);
    expect(reading).toBeLessThan(80);
  });
});
