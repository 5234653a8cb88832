import { manifestOf, ObjectStore, planRanges } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { requireLambda } from '../engine.ts';
import { rangeSettings } from '../settings.ts';

/** Cuts a batch into ranges for the workflow's Map. */
export const planBatch = Effect.fn('handlers.plan')(function* ({
  batchId,
  engine,
}: Payloads['plan']['input']) {
  yield* requireLambda(engine);
  const { rangeBytes } = yield* rangeSettings;
  const { bucket } = yield* ObjectStore;
  const manifest = yield* manifestOf(batchId);
  const { itemsKey, ranges } = yield* planRanges(manifest, rangeBytes);
  yield* Effect.logInfo(`Cut into ${ranges} ranges.`);
  return { items: { bucket, key: itemsKey }, ranges };
});
