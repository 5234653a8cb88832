import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { lastLoad } from '@sales/etl-core';
import { Notifier, staleMessage } from '@sales/notifications';
import { metricNames } from '@sales/workflow';
import { Clock, Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';
import { freshnessSettings, lakeSettings } from '../settings.ts';
import { metrics } from '../telemetry.ts';

const hourMs = 3600 * 1000;

/** Says when no batch was loaded for longer than is expected. Called by the clock, it says so each time. */
export const watchFreshness = Effect.fn('handlers.watch')(function* () {
  const { hours } = yield* freshnessSettings;
  const { environment } = yield* lakeSettings;
  const { contract } = yield* pipelineOf();
  const notifier = yield* Notifier;
  const now = yield* Clock.currentTimeMillis;
  const last = yield* lastLoad(hours);
  if (last !== undefined) {
    metrics.addMetric(metricNames.hoursSinceLoad, MetricUnit.Count, (now - last) / hourMs);
  }
  const message = staleMessage({
    pipeline: contract.name,
    lastLoadedAt: last === undefined ? undefined : new Date(last),
    now: new Date(now),
    freshnessHours: hours,
    nextCommand: `sales status --env ${environment}`,
  });
  if (message !== undefined) yield* notifier.notify(message);
  return { stale: message !== undefined };
});
