import { MetricUnit } from '@aws-lambda-powertools/metrics';
import {
  type BatchReport,
  failBatch,
  type Manifest,
  manifestOf,
  type Pipeline,
  tellFailed,
  type TellingOptions,
  tellLoaded,
  tellWithoutLake,
} from '@sales/etl-core';
import { metricNames, type Payloads, reasonDimension } from '@sales/workflow';
import { Clock, Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';
import { lakeSettings, messageSettings } from '../settings.ts';
import { metrics } from '../telemetry.ts';
import { causeOf, type StepCause } from './cause.ts';

/** Tells people how a batch ended; of one that failed it writes down why, and cleans up. */
export const notifyBatch = Effect.fn('handlers.notify')(function* (input: Payloads['notify']['input']) {
  const { batchId, execution, failed } = input;
  const { environment } = yield* lakeSettings;
  const pipeline = yield* pipelineOf(yield* messageSettings);
  const telling = { execution, commandFlags: `--env ${environment}` };
  if (failed !== undefined) {
    const failure = yield* causeOf(batchId, failed);
    return yield* recordFailure(pipeline, { batchId, failure }, telling).pipe(
      Effect.tapErrorTag('LakeError', ({ reason, message }) => {
        // What passes is tried again, and of an execution's end its steps have told.
        if (reason === 'Unavailable' || 'execution' in failed) return Effect.void;
        const cause = `${failure.cause} It could not be written down: ${message}`;
        return tellWithoutLake(pipeline, { batchId, cause }, telling);
      }),
    );
  }
  const manifest = yield* manifestOf(batchId);
  const { report, sent } = yield* tellLoaded(pipeline, manifest, telling);
  if (sent) yield* measure(manifest, report);
  return { sent, error: '', cause: '' };
});

/** Writes down why a batch failed, cleans up after it, and tells people. */
const recordFailure = Effect.fnUntraced(function* (
  pipeline: Pipeline,
  { batchId, failure }: { readonly batchId: string; readonly failure: StepCause },
  telling: TellingOptions,
) {
  const { execution } = telling;
  const manifest = yield* manifestOf(batchId);
  const remains = yield* failBatch(pipeline, manifest, { execution, ...failure });
  const { sent } = yield* tellFailed(pipeline, manifest, { failure, remains, ...telling });
  if (sent) {
    metrics.addMetric(metricNames.batchesFailed, MetricUnit.Count, 1);
    yield* Effect.logError(`The batch failed at ${failure.step}: ${failure.cause}`);
  }
  return { sent, error: failure.error, cause: failure.cause };
});

const measure = Effect.fnUntraced(function* (manifest: Manifest, report: BatchReport) {
  const { read, loaded, quarantined, duplicates, reasons, objects } = report;
  const seconds = ((yield* Clock.currentTimeMillis) - Date.parse(manifest.createdAt)) / 1000;
  const bytes = objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  metrics.addMetric(metricNames.batchesLoaded, MetricUnit.Count, 1);
  metrics.addMetric(metricNames.rowsRead, MetricUnit.Count, read);
  metrics.addMetric(metricNames.rowsLoaded, MetricUnit.Count, loaded);
  metrics.addMetric(metricNames.rowsQuarantined, MetricUnit.Count, quarantined);
  metrics.addMetric(metricNames.duplicates, MetricUnit.Count, duplicates);
  metrics.addMetric(metricNames.bytesRead, MetricUnit.Bytes, bytes);
  metrics.addMetric(metricNames.batchSeconds, MetricUnit.Seconds, seconds);
  for (const [reason, rows] of Object.entries(reasons)) {
    const single = metrics.singleMetric();
    single.addDimension(reasonDimension, reason);
    single.addMetric(metricNames.rowsQuarantinedByReason, MetricUnit.Count, rows);
  }
});
