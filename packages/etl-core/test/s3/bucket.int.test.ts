import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localCopyOf, runOnBucket } from '../support/bucketLake.ts';
import { mustHold, newBucketWork } from '../support/bucketWork.ts';
import { run } from '../support/lake.ts';
import { tablesOf } from '../support/tables.ts';

const problem = motoProblem();

describe.skipIf(problem)(`a lake in a bucket of ${problem ?? 'moto'}`, () => {
  let moto: Emulator;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  it('ends in the tables of a local run, table by table', async () => {
    const lake = await newBucketWork(moto.endpoint);
    const local = await localCopyOf(lake);
    await run(local);
    expect((await runOnBucket(lake)).batches).toMatchObject([{ read: 38, loaded: 25 }]);
    const expected = await tablesOf(local);
    expect(expected.fact_sales).toHaveLength(25);
    expect(await tablesOf(lake.folder)).toEqual(expected);
    await mustHold(lake, expected);
  });
});
