import { dataSetLayout, ObjectStore, runKeys } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Clock, Data, Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';
import { catalogSettings } from '../settings.ts';
import { Glue } from './crawler.ts';

/** The crawler did not see the batch's objects, and will not. */
class CatalogFailed extends Data.TaggedError('CatalogFailed')<{ readonly message: string }> {}

/** How a crawled table departs from the contract. */
export interface CatalogDrift {
  readonly table: string;
  readonly unknownColumns: readonly string[];
  readonly missingColumns: readonly string[];
}

/** A crawl of a large bucket takes minutes; one that takes longer than this hangs. */
const patienceMs = 45 * 60_000;

/**
 * Sees to it that the crawler looks at the lake after the batch arrived, and says whether it has: a crawl that began
 * earlier may have missed the batch's objects. What it found is held against the contract and written down.
 */
export const catalogBatch = Effect.fn('handlers.catalog')(function* ({
  batchId,
  startedAt,
}: Payloads['catalog']['input']) {
  const { crawler, database } = yield* catalogSettings;
  if (crawler === undefined) return { done: true };
  const glue = yield* Glue;
  const { state, last } = yield* glue.crawler(crawler);
  const waitedMs = (yield* Clock.currentTimeMillis) - Date.parse(startedAt);
  // Glue keeps whole seconds.
  const sawUs = last !== undefined && last.startedAtMs >= Math.floor(Date.parse(startedAt) / 1000) * 1000;
  if (state !== 'READY' || !sawUs) {
    if (waitedMs > patienceMs) {
      const message = `The crawler ${crawler} is still ${state} after ${Math.round(waitedMs / 60_000)} minutes. Look at its log, then redrive the batch.`;
      return yield* new CatalogFailed({ message });
    }
    if (state === 'READY') yield* glue.startCrawler(crawler);
    return { done: false };
  }
  if (last.status !== 'SUCCEEDED') {
    const message = `The crawler ${crawler} ended as ${last.status}: ${last.error ?? 'it does not say why'}. Look at its log, then redrive the batch.`;
    return yield* new CatalogFailed({ message });
  }
  if (database !== undefined) yield* reportDrift(batchId, database);
  return { done: true };
});

/** Holds what the crawler found below the raw prefix against the contract. Drift is reported, and stops nothing. */
const reportDrift = Effect.fnUntraced(function* (batchId: string, database: string) {
  const glue = yield* Glue;
  const store = yield* ObjectStore;
  const { contract } = yield* pipelineOf();
  const raw = `${store.bucket}/${dataSetLayout(contract.name).rawPrefix}`.replace(/\/$/, '');
  const fields = Object.keys(contract.fields);
  const drift = (yield* glue.tables(database))
    .filter(({ location }) => location.replace(/^s3:\/\/|\/$/g, '').startsWith(raw))
    .map(
      ({ name, columns }): CatalogDrift => ({
        table: name,
        unknownColumns: columns.filter((column) => !fields.includes(column)),
        missingColumns: fields.filter((field) => !columns.includes(field)),
      }),
    );
  yield* store.put(`${runKeys(batchId).prefix}catalog.json`, JSON.stringify({ drift }, undefined, 2));
  for (const { table, unknownColumns, missingColumns } of drift) {
    if (unknownColumns.length + missingColumns.length === 0) continue;
    const unknown = `not in the contract: ${unknownColumns.join(', ') || 'none'}`;
    yield* Effect.logWarning(
      `Table ${table} drifts; ${unknown}; not in the data: ${missingColumns.join(', ') || 'none'}.`,
    );
  }
});
