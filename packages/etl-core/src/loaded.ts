import { advanceRun, type Manifest, ObjectStore, runKeys } from '@sales/lake';
import { Effect } from 'effect';
import { type BatchReport, reportJson } from './batchReport.ts';
import { renderHtmlReport } from './htmlReport.ts';
import type { Pipeline } from './pipeline.ts';
import { runState } from './stages/claim.ts';

/** Writes the reports of a batch that the warehouse has, and marks it as loaded; `etag` is that of its published state. */
export const recordLoaded = Effect.fn('etl.recordLoaded')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  report: BatchReport,
  state: { readonly fence: number; readonly etag: string },
) {
  const store = yield* ObjectStore;
  const keys = runKeys(manifest.batchId);
  yield* store.put(keys.reportJson, JSON.stringify(reportJson(report), undefined, 2));
  yield* store.put(keys.reportHtml, renderHtmlReport(pipeline, report));
  yield* advanceRun(yield* runState(manifest, 'loaded', state.fence, reportJson(report)), state.etag);
});
