import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Effect, Layer } from 'effect';
import { assert, describe, it } from 'vitest';
import { AwsError } from '../src/awsError.ts';
import { type CrawledTable, type CrawlerState, Glue } from '../src/catalog/crawler.ts';
import { catalogBatch } from '../src/catalog/program.ts';
import { newLake } from './support/environment.ts';

const startedAt = new Date(Date.now() - 60_000).toISOString();
const startedMs = Date.parse(startedAt);
const crawl = (status: string, afterMs: number, error?: string) => ({
  status,
  startedAtMs: startedMs + afterMs,
  error,
});

/** A catalogue whose crawler stands as each call finds it; it notes how often it was started. */
function glue(states: readonly CrawlerState[], tables: readonly CrawledTable[] = []) {
  const calls = { started: 0 };
  const left = [...states];
  const layer = Layer.succeed(
    Glue,
    Glue.of({
      crawler: () => Effect.sync(() => left.shift()!),
      startCrawler: () => Effect.sync(() => void calls.started++),
      tables: () => Effect.succeed(tables),
    }),
  );
  return { calls, layer };
}

const variables = { CRAWLER_NAME: 'raw', GLUE_DATABASE: 'sales_test' };

function catalog(
  layer: Layer.Layer<Glue>,
  at = startedAt,
  given: Readonly<Record<string, string>> = variables,
) {
  const lake = newLake(given);
  const program = catalogBatch({ batchId: 'b', startedAt: at }).pipe(Effect.provide(layer));
  return { folder: lake.folder, result: lake.run(Effect.result(program)) };
}

describe('the catalog step', () => {
  it('starts the crawler, and is not done before a crawl that began after the batch has succeeded', async () => {
    for (const [state, started] of [
      [{ state: 'READY', last: undefined }, 1],
      [{ state: 'READY', last: crawl('SUCCEEDED', -5000) }, 1],
      // Somebody else's crawl, which may have missed our objects.
      [{ state: 'RUNNING', last: crawl('SUCCEEDED', -5000) }, 0],
      [{ state: 'STOPPING', last: crawl('SUCCEEDED', -5000) }, 0],
      [{ state: 'RUNNING', last: crawl('SUCCEEDED', 5000) }, 0],
    ] as const) {
      const { calls, layer } = glue([state]);
      assert.deepInclude(await catalog(layer).result, { _tag: 'Success', success: { done: false } });
      assert.strictEqual(calls.started, started);
    }
  });

  it('is done when it has, to the second that Glue keeps', async () => {
    for (const after of [5000, 0, -(startedMs % 1000)]) {
      const { calls, layer } = glue([{ state: 'READY', last: crawl('SUCCEEDED', after) }]);
      assert.deepInclude(await catalog(layer).result, { _tag: 'Success', success: { done: true } });
      assert.strictEqual(calls.started, 0);
    }
  });

  it('fails with what the crawler says when the crawl of the batch failed', async () => {
    const { layer } = glue([{ state: 'READY', last: crawl('FAILED', 5000, 'Insufficient permissions') }]);
    const result = await catalog(layer).result;
    assert.isTrue(result._tag === 'Failure' && result.failure._tag === 'CatalogFailed');
    assert.include(JSON.stringify(result), 'CatalogFailed');
  });

  it('gives up a crawl that never ends', async () => {
    const { layer } = glue([{ state: 'RUNNING', last: undefined }]);
    const result = await catalog(layer, new Date(Date.now() - 3 * 3600_000).toISOString()).result;
    assert.isTrue(result._tag === 'Failure' && result.failure._tag === 'CatalogFailed');
  });

  it('has nothing to wait for where there is no crawler', async () => {
    const { layer } = glue([]);
    const { result } = catalog(layer, startedAt, { CRAWLER_NAME: '' });
    assert.deepInclude(await result, { _tag: 'Success', success: { done: true } });
  });

  it('writes down where the tables of the data set depart from the contract', async () => {
    const tables = [
      { name: 'sales', location: 's3://local/raw/sales/', columns: ['transaction_id', 'colour'] },
      { name: 'other', location: 's3://local/x/', columns: [] },
    ];
    const { layer } = glue([{ state: 'READY', last: crawl('SUCCEEDED', 1000) }], tables);
    const { folder, result } = catalog(layer);
    await result;
    const { drift } = JSON.parse(readFileSync(join(folder, 'runs/b/catalog.json'), 'utf8')) as {
      readonly drift: readonly Readonly<Record<string, unknown>>[];
    };
    assert.lengthOf(drift, 1);
    assert.deepInclude(drift[0], { table: 'sales', unknownColumns: ['colour'] });
    assert.include(drift[0]!['missingColumns'] as readonly string[], 'unit_price');
  });

  it('passes on what Glue refuses', async () => {
    const refused = new AwsError({
      service: 'Glue',
      retryable: true,
      message: 'Throttled.',
      cause: undefined,
    });
    const layer = Layer.succeed(
      Glue,
      Glue.of({
        crawler: () => Effect.fail(refused),
        startCrawler: () => Effect.fail(refused),
        tables: () => Effect.fail(refused),
      }),
    );
    assert.deepInclude(await catalog(layer).result, { _tag: 'Failure', failure: refused });
  });
});
