import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { cleanRange, manifestOf, noteRangeFailure } from '@sales/etl-core';
import { metricNames, type Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';
import { stepError } from '../stepError.ts';
import { metrics } from '../telemetry.ts';

/** Cleans one range of a batch. */
export const cleanPart = Effect.fn('handlers.clean')(function* ({
  batchId,
  part,
}: Payloads['clean']['input']) {
  const pipeline = yield* pipelineOf();
  const manifest = yield* manifestOf(batchId);
  const report = yield* cleanRange(pipeline, manifest, part).pipe(
    Effect.tapCause((cause) => {
      const { name: error, message } = stepError(cause);
      return Effect.ignore(noteRangeFailure(batchId, part, { error, cause: message }));
    }),
  );
  const seconds = (report.finishedAtMs - report.startedAtMs) / 1000;
  const rows = report.pieces.reduce((sum, piece) => sum + piece.report.read, 0);
  metrics.addMetric(metricNames.rangeBytes, MetricUnit.Bytes, report.sizeBytes);
  metrics.addMetric(metricNames.rangeSeconds, MetricUnit.Seconds, seconds);
  yield* Effect.logInfo(`Cleaned ${rows} rows of ${report.sizeBytes} bytes in ${seconds} s.`);
  return { part };
});
