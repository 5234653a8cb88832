import {
  type Manifest,
  manifestOf,
  ObjectStore,
  planRanges,
  sparkKeys,
  writeSparkBatch,
} from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';
import { engineSettings, rangeSettings } from '../settings.ts';

/** Chooses the engine of a batch, and writes down its work for that: ranges for the Map, or what the jobs of Glue read. */
export const planBatch = Effect.fn('handlers.plan')(function* ({ batchId }: Payloads['plan']['input']) {
  const { engine, glueAboveBytes } = yield* engineSettings;
  const manifest = yield* manifestOf(batchId);
  const sizeBytes = manifest.objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  switch (engine) {
    case 'lambda':
      return yield* planForLambda(manifest);
    case 'glue':
      return yield* planForGlue(manifest);
    case 'auto':
      if (sizeBytes <= glueAboveBytes) return yield* planForLambda(manifest);
      return yield* planForGlue(manifest).pipe(
        Effect.catchTag('SparkUnusable', ({ message }) =>
          Effect.andThen(Effect.logWarning(`${message} It goes to Lambda.`), planForLambda(manifest)),
        ),
      );
  }
});

const planForLambda = Effect.fnUntraced(function* (manifest: Manifest) {
  const { rangeBytes } = yield* rangeSettings;
  const { bucket } = yield* ObjectStore;
  const { itemsKey, ranges } = yield* planRanges(manifest, rangeBytes);
  yield* Effect.logInfo(`Cut into ${ranges} ranges.`);
  return { engine: 'lambda' as const, items: { bucket, key: itemsKey } };
});

const planForGlue = Effect.fnUntraced(function* (manifest: Manifest) {
  const { bucket } = yield* ObjectStore;
  const { objects } = yield* writeSparkBatch(yield* pipelineOf(), manifest);
  yield* Effect.logInfo(`Planned ${objects.length} objects for Glue.`);
  return { engine: 'glue' as const, items: { bucket, key: sparkKeys(manifest.batchId).batch } };
});
