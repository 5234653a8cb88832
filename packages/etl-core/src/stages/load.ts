import { type Manifest, ObjectStore } from '@sales/lake';
import { type LoadRequest, type LoadResult, Warehouse } from '@sales/warehouse';
import { Clock, Effect } from 'effect';
import type { BatchReport, ObjectReport } from '../batchReport.ts';
import type { PartFile } from '../parquetParts.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Published } from '../published.ts';
import { balance } from './model.ts';

/** Loads a published batch in one transaction, and closes its account. */
export const loadBatch = Effect.fn('etl.load')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  published: Published,
  fence: number,
) {
  const warehouse = yield* Warehouse;
  const startedAt = yield* Clock.currentTimeMillis;
  const loadedAt = new Date(startedAt).toISOString();
  const request = yield* loadRequest(pipeline, manifest, published, { fence, loadedAt });
  yield* warehouse.migrate(pipeline.star);
  const result = yield* warehouse.load(request);
  return yield* closeAccount(manifest, published, result, startedAt);
});

/** Gives what the warehouse is asked for. */
export const loadRequest = Effect.fn('etl.loadRequest')(function* (
  { star }: Pipeline,
  manifest: Manifest,
  published: Published,
  load: { readonly fence: number; readonly loadedAt: string },
) {
  const store = yield* ObjectStore;
  const { batchId, digest, attempt, ingestDate } = manifest;
  const goldFiles = (parts: readonly PartFile[]) =>
    parts.map(({ key, sizeBytes, rows }) => ({ url: store.url(key), sizeBytes, rows }));
  const dimensions = Object.entries(published.dimensions);
  const request: LoadRequest = {
    star,
    batchId,
    digest,
    attempt,
    ...load,
    ingestDate,
    fact: goldFiles(published.fact),
    dimensions: Object.fromEntries(dimensions.map(([table, parts]) => [table, goldFiles(parts)])),
    expected: {
      factRows: published.factRows,
      measureCents: published.measureCents,
      dimensionRows: Object.fromEntries(dimensions.map(([table, parts]) => [table, rowsOf(parts)])),
    },
    counts: {
      read: published.read,
      rejected: published.rejected,
      duplicates: published.duplicates,
      superseded: published.superseded,
    },
    reasons: published.reasons,
  };
  return request;
});

/** Gives the account of a batch that the warehouse has; fails unless every row is in it. */
export const closeAccount = Effect.fn('etl.closeAccount')(function* (
  manifest: Manifest,
  published: Published,
  result: LoadResult,
  startedAtMs: number,
) {
  const { batchId } = manifest;
  const finishedAt = yield* Clock.currentTimeMillis;
  const { clean, model } = published.seconds;
  const report = accountOf(manifest, published, result, {
    finishedAt: new Date(finishedAt).toISOString(),
    seconds: { clean, model, load: (finishedAt - startedAtMs) / 1000 },
  });
  yield* balance(batchId, 'rows', report.read, report.loaded + report.quarantined + report.duplicates);
  const loadedByObject = report.objects.reduce((sum, { loaded }) => sum + loaded, 0);
  yield* balance(batchId, 'loaded rows of all objects', report.loaded, loadedByObject);
  return report;
});

function rowsOf(parts: readonly PartFile[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

function accountOf(
  manifest: Manifest,
  published: Published,
  result: LoadResult,
  end: Pick<BatchReport, 'finishedAt' | 'seconds'>,
): BatchReport {
  const { rejected, superseded } = published;
  const { inserted, corrected, late } = result;
  const losers = superseded + late;
  return {
    batchId: manifest.batchId,
    attempt: manifest.attempt,
    ingestDate: manifest.ingestDate,
    alreadyLoaded: result.alreadyLoaded,
    finishedAt: end.finishedAt,
    read: published.read,
    loaded: inserted + corrected,
    quarantined: rejected + losers,
    duplicates: published.duplicates + result.duplicates,
    inserted,
    corrected,
    superseded: losers + corrected,
    reasons: losers === 0 ? published.reasons : { ...published.reasons, superseded: losers },
    repairs: published.repairs,
    drift: published.drift,
    totalAmountCents: result.measureCents,
    seconds: end.seconds,
    objects: published.objects.map((object) => objectReport(object, result)),
  };
}

function objectReport(object: Published['objects'][number], result: LoadResult): ObjectReport {
  const { key, version, sizeBytes, read, rejected, superseded } = object;
  const known = result.bySource[key] ?? { corrected: 0, duplicates: 0, late: 0 };
  const quarantined = rejected + superseded + known.late;
  const duplicates = object.duplicates + known.duplicates;
  return {
    key,
    version,
    sizeBytes,
    read,
    loaded: read - quarantined - duplicates,
    quarantined,
    duplicates,
  };
}
