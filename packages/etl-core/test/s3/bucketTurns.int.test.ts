import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BucketLake, localCopyOf, newBucketLake, runOnBucket, uploadTo } from '../support/bucketLake.ts';
import { run } from '../support/lake.ts';
import { ndjson, sales } from '../support/sales.ts';
import { ask, tablesOf } from '../support/tables.ts';

const problem = motoProblem();

describe.skipIf(problem)(`runs at once on a bucket of ${problem ?? 'moto'}`, () => {
  let moto: Emulator;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  it('on the same files load them once', async () => {
    const lake = await newBucketLake(moto.endpoint);
    await uploadTo(lake, 'raw/sales/a.json', ndjson(sales(20)));
    const reads = await Promise.all([0, 1, 2, 3].map(() => runInTurn(lake)));
    expect(reads.flat()).toEqual([20]);
    expect(await ask(lake.folder, 'SELECT count(*)::INT AS n FROM fact_sales')).toEqual([{ n: 20 }]);
  });

  it('on files that arrive meanwhile, some of them corrections, load each version once', {
    timeout: 300_000,
  }, async () => {
    const lake = await newBucketLake(moto.endpoint);
    const deliver = async (worker: number) => {
      const reads: number[] = [];
      for (let round = 0; round < 3; round++) {
        // Files of its own, and one that all of them overwrite with the same rows.
        await uploadTo(
          lake,
          `raw/sales/${worker}-${round}.json`,
          ndjson(sales(5, (i) => ({ transaction_id: `W${worker}-${round}-${i}` }))),
        );
        await uploadTo(
          lake,
          'raw/sales/shared.json',
          ndjson(sales(4, () => ({ quantity_sold: 7, total_amount: null }))),
        );
        reads.push(...(await runInTurn(lake)));
      }
      return reads;
    };
    await Promise.all([0, 1].map(deliver));
    await runInTurn(lake);
    const local = await localCopyOf(lake);
    await run(local);
    const { fact_sales: facts } = await tablesOf(lake.folder);
    const expected = await tablesOf(local);
    expect(keysOf(facts)).toEqual(keysOf(expected.fact_sales));
    expect(facts).toHaveLength(2 * 3 * 5 + 4);
    const [books] = await ask(
      lake.folder,
      'SELECT sum(inserted)::INT AS inserted, sum(read)::INT AS read FROM etl_batch',
    );
    expect(books).toMatchObject({ inserted: facts.length });
  });
});

/** Runs again and again until no other run is at work. */
async function runInTurn(lake: BucketLake): Promise<readonly number[]> {
  for (;;) {
    try {
      return (await runOnBucket(lake)).batches.map(({ read }) => read);
    } catch (error) {
      if ((error as { _tag?: string })._tag !== 'LockHeld') throw error;
    }
  }
}

function keysOf(rows: readonly Record<string, unknown>[]) {
  return rows.map(({ transaction_id, total_amount }) => [transaction_id, total_amount]);
}
