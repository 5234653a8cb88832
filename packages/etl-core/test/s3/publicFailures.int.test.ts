import { setTimeout } from 'node:timers/promises';
import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSetLayout, ObjectStore } from '../../src/index.ts';
import { type BucketLake, newBucketLake, onBucket, runOnBucket, uploadTo } from '../support/bucketLake.ts';
import { ndjson, type RawSale, sale, sales } from '../support/sales.ts';
import { ask } from '../support/tables.ts';

// What others' pipelines on S3 got wrong in public, each with the test that would have caught it.

const problem = motoProblem();

describe.skipIf(problem)(
  `a pipeline on a bucket of ${problem ?? 'moto'}, with five keys to a page of a listing,`,
  () => {
    let moto: Emulator;
    beforeAll(async () => {
      moto = await startMoto({ environment: { MOTO_S3_DEFAULT_MAX_KEYS: '5' } });
    });
    afterAll(() => moto.stop());

    it('loads every file that arrived, not only the newest or the first page of them', async () => {
      const lake = await newBucketLake(moto.endpoint);
      const names = Array.from({ length: 13 }, (_, n) => `part-${n}`);
      for (const name of names) await upload(lake, `${name}.json`, [sale({ transaction_id: name })]);
      expect((await runOnBucket(lake)).batches).toMatchObject([{ read: 13, loaded: 13 }]);
      expect(await ids(lake)).toEqual(names.toSorted());
    });

    it('takes no day for the latest because of how it is written', async () => {
      const lake = await newBucketLake(moto.endpoint);
      await upload(lake, 'sales_month=11/sales_day=9/a.json', [sale({ transaction_id: 'of the 9th' })]);
      await upload(lake, 'sales_month=11/sales_day=23/a.json', [sale({ transaction_id: 'of the 23rd' })]);
      await runOnBucket(lake);
      expect(await ids(lake)).toEqual(['of the 23rd', 'of the 9th']);
      // And what it writes sorts as the days do.
      const { silverPartKey } = dataSetLayout('sales');
      const key = (day: string) => silverPartKey({ ingestDate: `2026-11-${day}`, batchId: 'b', part: 0 });
      expect([key('23'), key('09')].toSorted()).toEqual([key('09'), key('23')]);
    });

    it('keeps the history when a new day is loaded', async () => {
      const lake = await newBucketLake(moto.endpoint);
      await upload(
        lake,
        'monday.json',
        sales(3, (i) => ({ transaction_id: `MON${i}`, date: '2024-03-04' })),
      );
      await runOnBucket(lake);
      await upload(
        lake,
        'tuesday.json',
        sales(3, (i) => ({ transaction_id: `TUE${i}`, date: '2024-03-05' })),
      );
      await runOnBucket(lake);
      expect(await ids(lake)).toEqual(['MON0', 'MON1', 'MON2', 'TUE0', 'TUE1', 'TUE2']);
    });

    it('touches no file of an earlier batch', async () => {
      const lake = await newBucketLake(moto.endpoint);
      await upload(lake, 'a.json', sales(3));
      await runOnBucket(lake);
      const earlier = (await objectsOf(lake, '')).filter(({ key }) => !key.startsWith('locks/'));
      expect(earlier.length).toBeGreaterThan(8);
      await upload(
        lake,
        'b.json',
        sales(3, (i) => ({ transaction_id: `B${i}` })),
      );
      await runOnBucket(lake);
      const now = new Map((await objectsOf(lake, '')).map((object) => [object.key, object]));
      expect(earlier.map(({ key }) => now.get(key))).toEqual(earlier);
    });

    it('loads a file again that was corrected under its name, and only that', async () => {
      const lake = await newBucketLake(moto.endpoint);
      await upload(lake, 'a.json', sales(3));
      await upload(
        lake,
        'b.json',
        sales(2, (i) => ({ transaction_id: `B${i}` })),
      );
      await runOnBucket(lake);
      // S3 tells time in whole seconds: of two writes within one, neither is the later.
      await setTimeout(1001);
      await upload(
        lake,
        'a.json',
        sales(3, (i) => ({ quantity_sold: i === 1 ? 5 : 2, total_amount: null })),
      );
      expect((await runOnBucket(lake)).batches).toMatchObject([{ read: 3, corrected: 1, duplicates: 2 }]);
      expect(
        await ask(lake.folder, 'SELECT quantity_sold::INT AS n FROM fact_sales ORDER BY transaction_id'),
      ).toEqual([2, 2, 2, 5, 2].map((n) => ({ n })));
    });

    it('keeps what it refuses, with the reason and the text', async () => {
      const lake = await newBucketLake(moto.endpoint);
      const bad = [sale({ unit_price: 'FREE' }), sale({ quantity_sold: -5 }), sale({ store_id: null })];
      await upload(lake, 'a.json', [sale(), ...bad]);
      const [batch] = (await runOnBucket(lake)).batches;
      expect(batch).toMatchObject({
        read: 4,
        loaded: 1,
        quarantined: 3,
        reasons: { unit_price_invalid: 1, quantity_sold_not_positive: 1, missing_store_id: 1 },
      });
      const keys = (await objectsOf(lake, `quarantine/sales/batch=${batch!.batchId}/`)).map(({ key }) => key);
      expect(keys.length).toBeGreaterThan(0);
      const texts = await onBucket(
        lake,
        Effect.gen(function* () {
          const store = yield* ObjectStore;
          const read = yield* Effect.forEach(keys, (key) => store.get(key));
          return read.map((found) => new TextDecoder().decode(found?.bytes)).join('');
        }),
      );
      for (const row of bad) expect(texts).toContain(JSON.stringify(JSON.stringify(row)));
    });

    it('ignores the marks that other writers leave, and loads only the files it wrote', async () => {
      const lake = await newBucketLake(moto.endpoint);
      await upload(lake, 'a.json', sales(2));
      await uploadTo(lake, 'raw/sales/_SUCCESS', '');
      await uploadTo(lake, 'raw/sales/_committed_123', '{}');
      await uploadTo(lake, 'gold/fact_sales/_SUCCESS', '');
      await uploadTo(lake, 'gold/fact_sales/batch=old/part-00000.parquet', 'no Parquet');
      const { batches, ignored } = await runOnBucket(lake);
      expect(batches).toMatchObject([{ read: 2, loaded: 2 }]);
      expect(ignored).toEqual(['raw/sales/_SUCCESS', 'raw/sales/_committed_123']);
    });

    it('fails where a delivered file has a key that it cannot read, and names the key', async () => {
      const lake = await newBucketLake(moto.endpoint);
      await upload(lake, 'a.json', sales(2));
      await uploadTo(lake, 'raw/sales//b.json', ndjson(sales(1)));
      await expect(runOnBucket(lake)).rejects.toMatchObject({
        _tag: 'LakeError',
        message: expect.stringContaining('"raw/sales//b.json"'),
      });
    });
  },
);

function upload(lake: BucketLake, name: string, rows: readonly (RawSale | string)[]): Promise<void> {
  return uploadTo(lake, `raw/sales/${name}`, ndjson(rows));
}

function objectsOf(lake: BucketLake, prefix: string) {
  return onBucket(
    lake,
    ObjectStore.use((store) => store.list(prefix)),
  );
}

async function ids(lake: BucketLake) {
  const rows = await ask(lake.folder, 'SELECT transaction_id AS id FROM fact_sales ORDER BY id');
  return rows.map(({ id }) => id);
}
