import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { claimArrivals, failBatch, type Manifest, manifestOf, ObjectStore } from '@sales/etl-core';
import { readRun } from '@sales/lake';
import { metricNames } from '@sales/workflow';
import { Clock, Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';
import { stepError } from '../stepError.ts';
import { log, metrics } from '../telemetry.ts';
import { type Arrival, type IntakeEvent, readArrival } from './events.ts';
import { Executions } from './executions.ts';

/** What is told of a call: messages that are to come again, or the executions that were started. */
export type IntakeResult =
  | { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }
  | { readonly started: readonly string[] };

/** Makes batches of what arrived and starts an execution of each; or tries a batch again. */
export const takeIn = Effect.fn('handlers.intake')(function* (event: IntakeEvent) {
  if ('redrive' in event) return { started: yield* redrive(event.redrive) } satisfies IntakeResult;
  const failures = yield* takeMessages(event.Records);
  return {
    batchItemFailures: [...failures].map((itemIdentifier) => ({ itemIdentifier })),
  } satisfies IntakeResult;
});

/** Gives the ids of the messages that must come again; in the end they lie in the dead-letter queue. */
const takeMessages = Effect.fnUntraced(function* (
  records: readonly { readonly messageId: string; readonly body: string }[],
) {
  const store = yield* ObjectStore;
  const pipeline = yield* pipelineOf();
  const failures = new Set<string>();
  const arrivals: Arrival[] = [];
  for (const record of records) {
    const arrival = readArrival(record);
    if (arrival?.bucket === store.bucket) arrivals.push(arrival);
    else {
      failures.add(record.messageId);
      const what =
        arrival === undefined ? 'is no event of an object' : `is of another bucket, ${arrival.bucket}`;
      yield* Effect.logError(`Message ${record.messageId} ${what}. It goes to the dead-letter queue.`);
    }
  }
  metrics.addMetric(metricNames.objectsArrived, MetricUnit.Count, arrivals.length);

  const failAll = (ofKeys: ReadonlySet<string> | undefined) => (cause: Parameters<typeof stepError>[0]) =>
    Effect.sync(() => {
      const { name, message, isRetried } = stepError(cause);
      log[isRetried ? 'warn' : 'error'](`${message} Its messages come again.`, { type: name });
      for (const { key, messageId } of arrivals) {
        if (ofKeys === undefined || ofKeys.has(key)) failures.add(messageId);
      }
    });
  const keys = arrivals.map(({ key }) => key);
  yield* Effect.gen(function* () {
    const { batches, taken, ignored } = yield* claimArrivals(pipeline, keys);
    yield* Effect.logInfo(
      `${keys.length} events: ${batches.length} batches to start, ${taken} objects taken before, ${ignored.length} passed over.`,
    );
    for (const batch of batches) {
      const ofBatch = new Set(batch.objects.map(({ key }) => key));
      yield* startBatch(batch).pipe(Effect.catchCause(failAll(ofBatch)));
    }
  }).pipe(Effect.catchCause(failAll(undefined)));
  return failures;
});

const startBatch = Effect.fnUntraced(function* ({ batchId, objects }: Manifest) {
  const executions = yield* Executions;
  const isNew = yield* executions.start(batchId, batchId);
  yield* Effect.logInfo(
    `Batch ${batchId} of ${objects.length} objects ${isNew ? 'is started' : 'had its execution'}.`,
  );
});

/** Starts what is left to do with a batch: its load alone, or its objects as the next attempt. */
const redrive = Effect.fnUntraced(function* (batchId: string) {
  const executions = yield* Executions;
  const pipeline = yield* pipelineOf();
  const manifest = yield* manifestOf(batchId);
  const status = (yield* readRun(batchId))?.state.status;
  if (status === 'loaded') return [];
  if (status === 'published') {
    const name = `${batchId}-r${yield* Clock.currentTimeMillis}`;
    yield* executions.start(name, batchId);
    return [name];
  }
  if (status === undefined && !(yield* executions.isRunning(batchId))) {
    // Never started, or ended without a word.
    if (yield* executions.start(batchId, batchId)) return [batchId];
    const cause = 'Its execution ended without saying why. See its history.';
    yield* failBatch(pipeline, manifest, { execution: batchId, error: 'Unknown', cause });
  }
  const { batches } = yield* claimArrivals(
    pipeline,
    manifest.objects.map(({ key }) => key),
  );
  for (const batch of batches) yield* startBatch(batch);
  return batches.map(({ batchId }) => batchId);
});
