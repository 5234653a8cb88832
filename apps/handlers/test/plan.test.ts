import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { claimArrivals, salesPipeline } from '@sales/etl-core';
import type { Engine } from '@sales/workflow';
import { Effect } from 'effect';
import { assert, describe, it } from 'vitest';
import { planBatch } from '../src/plan/program.ts';
import { newLake, sale } from './support/environment.ts';

/** Plans a batch of one file of about 100 bytes. */
async function plan(
  ENGINE: Engine,
  {
    name = 'a.json',
    above = 0,
    bytes,
  }: { readonly name?: string; readonly above?: number; readonly bytes?: Buffer } = {},
) {
  const lake = newLake({ ENGINE, GLUE_ABOVE_BYTES: String(above) });
  const key = lake.upload(name, bytes ?? [sale()]);
  const { batches } = await lake.run(claimArrivals(salesPipeline, [key]));
  const { batchId } = batches[0]!;
  const planned = await lake.run(Effect.result(planBatch({ batchId })));
  return { planned, path: (file: string) => join(lake.folder, 'runs', batchId, 'work', file) };
}

const zstd = { name: 'a.json.zst', bytes: zstdCompressSync(JSON.stringify(sale())) };

describe('the plan step', () => {
  it('cuts a batch into ranges where Lambda was chosen, or the batch is small enough for it', async () => {
    for (const options of [await plan('lambda'), await plan('auto', { above: 1000 })]) {
      const { planned, path } = options;
      assert.deepNestedInclude(planned, { 'success.engine': 'lambda' });
      assert.deepEqual(JSON.parse(readFileSync(path('items.json'), 'utf8')), [{ part: 0 }]);
      assert.isFalse(existsSync(path('plan.json')));
    }
  });

  it('writes down what the jobs of Glue read where Glue was chosen, or the batch is large', async () => {
    for (const options of [await plan('glue', { above: 1000 }), await plan('auto')]) {
      const { planned, path } = options;
      assert.deepNestedInclude(planned, { 'success.engine': 'glue' });
      const { jobs } = JSON.parse(readFileSync(path('plan.json'), 'utf8')) as { readonly jobs: object };
      assert.containsAllKeys(jobs, ['raw-to-silver', 'silver-to-gold']);
      const { objects } = JSON.parse(readFileSync(path('spark/batch.json'), 'utf8')) as {
        readonly objects: readonly { readonly source_key: string }[];
      };
      assert.deepEqual(
        objects.map((object) => object.source_key),
        ['raw/sales/a.json'],
      );
    }
  });

  it('lets Lambda have what Spark would not read as it is meant, unless Glue was asked for', async () => {
    const { planned, path } = await plan('auto', zstd);
    assert.deepNestedInclude(planned, { 'success.engine': 'lambda' });
    assert.isTrue(existsSync(path('items.json')));

    const asked = await plan('glue', zstd);
    assert.deepNestedInclude(asked.planned, { 'failure._tag': 'SparkUnusable' });
  });
});
