import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { claimObject, ObjectStore } from '@sales/lake';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import {
  claimArrivals,
  cleanRange,
  failBatch,
  modelRanges,
  nextStep,
  planRanges,
  salesPipeline,
} from '../../src/index.ts';
import { newLake, onLake, upload } from '../support/lake.ts';
import { ndjson, sales } from '../support/sales.ts';
import { claimAll, loadBySteps, runBySteps } from '../support/steps.ts';
import { tablesOf } from '../support/tables.ts';

const claim = (...names: readonly string[]) =>
  claimArrivals(
    salesPipeline,
    names.map((name) => `raw/sales/${name}`),
  );

const failure = { execution: 'e', step: 'clean', error: 'SourceUnreadable', cause: 'It is broken.' };

describe('claiming what arrived', () => {
  it('makes one batch of what came together, and nothing more of it when its events come again', async () => {
    const lake = newLake();
    for (const name of ['a.json', 'b.json']) upload(lake, name, ndjson(sales(2)));
    const [first, again] = await onLake(
      lake,
      Effect.gen(function* () {
        const first = yield* claim('b.json', 'a.json', 'b.json');
        yield* runBySteps(first.batches[0]!);
        return [first, yield* claim('a.json', 'b.json')] as const;
      }),
    );
    expect(first.batches).toMatchObject([
      { objects: [{ key: 'raw/sales/a.json' }, { key: 'raw/sales/b.json' }] },
    ]);
    expect(again).toEqual({ batches: [], taken: 2, ignored: [] });
  });

  it('names a batch again that nobody has finished, for it may never have been started', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(2)));
    upload(lake, 'b.json', ndjson(sales(3)));
    const [first, second] = await onLake(lake, Effect.all([claim('a.json'), claim('b.json', 'a.json')]));
    expect(second.batches.map(({ batchId }) => batchId)).toContain(first.batches[0]!.batchId);
    expect(second.batches[1]!.objects).toMatchObject([{ key: 'raw/sales/b.json' }]);
  });

  it('leaves out what is no data, is gone, or was never there', async () => {
    const lake = newLake();
    upload(lake, 'notes.txt', 'x');
    rmSync(upload(lake, 'gone.json', ''));
    const claimed = await onLake(lake, claim('notes.txt', 'gone.json', '_truth/truth.json'));
    expect(claimed).toMatchObject({ batches: [], taken: 0, ignored: { length: 3 } });
  });

  it('takes a file that was overwritten as a correction, and of events for both versions the last one once', async () => {
    const lake = newLake();
    const january = Date.UTC(2026, 0, 1);
    await onLake(
      lake,
      Effect.gen(function* () {
        upload(lake, 'a.json', ndjson(sales(2)), january);
        for (const batch of (yield* claim('a.json')).batches) yield* runBySteps(batch);
        upload(
          lake,
          'a.json',
          ndjson(sales(2, () => ({ quantity_sold: 3, total_amount: null }))),
          january + 5000,
        );
        // Two events, of which the older one comes last.
        const { batches } = yield* claim('a.json', 'a.json');
        for (const batch of batches) yield* runBySteps(batch);
        expect(yield* claim('a.json')).toMatchObject({ batches: [], taken: 1 });
      }),
    );
    const { fact_sales } = await tablesOf(lake);
    expect(fact_sales).toMatchObject([{ quantity_sold: 3 }, { quantity_sold: 3 }]);
  });

  it('takes the objects of a failed batch into the next attempt, alone or with others', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(2)));
    upload(lake, 'b.json', ndjson(sales(3)));
    await onLake(
      lake,
      Effect.gen(function* () {
        const [first] = (yield* claim('a.json')).batches;
        yield* failBatch(salesPipeline, first!, failure);
        const [second] = (yield* claim('a.json')).batches;
        expect(second).toMatchObject({ digest: first!.digest, attempt: 2 });
        yield* failBatch(salesPipeline, second!, failure);
        const { batches } = yield* claim('a.json', 'b.json');
        expect(batches).toMatchObject([{ attempt: 1, objects: { length: 2 } }]);
        yield* runBySteps(batches[0]!);
        expect(yield* claim('a.json', 'b.json')).toMatchObject({ batches: [], taken: 2 });
      }),
    );
  });

  it('makes good a claim that was stopped before its manifest was written', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(2)));
    await onLake(
      lake,
      Effect.gen(function* () {
        const store = yield* ObjectStore;
        const [info] = yield* store.list('raw/sales/');
        const left = 'f'.repeat(64);
        yield* claimObject(
          { bucket: store.bucket, ...info!, eventTimeMs: Math.trunc(info!.eventTimeMs) },
          left,
        );
        const { batches } = yield* claim('a.json');
        expect(batches).toHaveLength(1);
        expect((yield* claim('a.json')).batches).toEqual(batches);
      }),
    );
  });

  it('makes one batch of 500 events that come at once, told twice and in any order, by several callers at a time', async () => {
    const lake = newLake();
    const names = Array.from({ length: 500 }, (_, i) => `${i}.json`);
    for (const name of names) upload(lake, name, ndjson(sales(1, () => ({ transaction_id: name }))));
    const groups = [names.slice(0, 250), names.slice(250), names.slice(100, 400).reverse()];
    const claims = await onLake(
      lake,
      Effect.forEach(groups, (group) => claim(...group), { concurrency: 3 }),
    );
    const batches = new Map(claims.flatMap((one) => one.batches.map((batch) => [batch.batchId, batch])));
    expect(batches.size).toBeLessThanOrEqual(3);
    const claimed = [...batches.values()].flatMap(({ objects }) => objects.map(({ key }) => key));
    expect(claimed.sort()).toEqual(names.map((name) => `raw/sales/${name}`).sort());
  });
});

describe('a batch that fails', () => {
  it('leaves no file but its manifest, its state, and why', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(2)));
    const batchId = await onLake(
      lake,
      Effect.gen(function* () {
        const [batch] = yield* claimAll();
        yield* planRanges(batch!, 1);
        yield* cleanRange(salesPipeline, batch!, 0);
        expect(yield* failBatch(salesPipeline, batch!, failure)).toBe('failed');
        expect(yield* Effect.flip(nextStep(batch!))).toMatchObject({ _tag: 'BatchGivenUp' });
        return batch!.batchId;
      }),
    );
    expect(readdirSync(join(lake, 'runs', batchId)).sort()).toEqual([
      'failure.json',
      'manifest.json',
      'state.json',
    ]);
    expect(readdirSync(lake).filter((name) => name === 'gold')).toEqual([]);
  });

  it('stays published where only its load failed, and is loaded by the next execution', async () => {
    const lake = newLake();
    upload(lake, 'a.json', ndjson(sales(2)));
    await onLake(
      lake,
      Effect.gen(function* () {
        const [batch] = yield* claimAll();
        yield* planRanges(batch!, 1);
        yield* cleanRange(salesPipeline, batch!, 0);
        yield* modelRanges(salesPipeline, batch!);
        expect(yield* failBatch(salesPipeline, batch!, { ...failure, step: 'load' })).toBe('published');
        expect(yield* nextStep(batch!)).toBe('load');
        yield* loadBySteps(batch!);
        expect(yield* nextStep(batch!)).toBe('notify');
      }),
    );
    expect(await tablesOf(lake)).toMatchObject({ fact_sales: { length: 2 } });
  });
});
