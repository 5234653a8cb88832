import { expect } from 'vitest';
import { pipelineStatus, salesPipeline } from '../../src/index.ts';
import { type BucketLake, newBucketLake, onBucket, runOnBucket, uploadTo } from './bucketLake.ts';
import { ndjson, sales } from './sales.ts';
import { type Tables, tablesOf } from './tables.ts';

/** A lake with rows, corrections of rows, duplicates and what is refused, in objects of every form. */
export async function newBucketWork(endpoint: string): Promise<BucketLake> {
  const lake = await newBucketLake(endpoint);
  const objects = {
    'a.json': ndjson([...sales(20), ...sales(3, () => ({ quantity_sold: 4 })), 'no row']),
    'b.ndjson': ndjson(sales(8, (i) => ({ quantity_sold: 3, total_amount: null, city: `City ${i}` }))),
    'c.json': JSON.stringify([1, ...sales(5, (i) => ({ transaction_id: `C${i}` }))]),
  };
  for (const [name, content] of Object.entries(objects)) await uploadTo(lake, `raw/sales/${name}`, content);
  return lake;
}

/** Holds that a lake's tables are these, and that nothing of `newBucketWork` was lost, doubled or left over. */
export async function mustHold(lake: BucketLake, expected: Tables): Promise<void> {
  expect(lasting(await tablesOf(lake.folder))).toEqual(lasting(expected));
  const { batches, waiting } = await onBucket(lake, pipelineStatus(salesPipeline));
  expect(waiting).toEqual([]);
  expect(batches.map(({ status }) => status)).not.toContain('published');
  const accounts = batches.filter(({ status }) => status === 'loaded').map(({ account }) => account);
  expect(accounts).toMatchObject([{ read: 38, loaded: 25 }]);
  expect((await runOnBucket(lake)).batches).toEqual([]);
}

/** Without the second at which S3 took an object, which is another in every lake. */
function lasting({ fact_sales, dim_store, dim_product, dim_customer }: Tables) {
  const facts = fact_sales.map(({ _source_time, ...fact }) => ({ ...fact, time: typeof _source_time }));
  return { facts, dim_store, dim_product, dim_customer };
}
