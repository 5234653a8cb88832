import { manifestOf, modelRanges } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { requireLambda } from '../engine.ts';
import { pipelineOf } from '../pipeline.ts';

/** Models a batch from its silver, and publishes it. */
export const modelBatch = Effect.fn('handlers.model')(function* ({
  batchId,
  engine,
}: Payloads['model']['input']) {
  yield* requireLambda(engine);
  const pipeline = yield* pipelineOf();
  const manifest = yield* manifestOf(batchId);
  yield* modelRanges(pipeline, manifest);
  yield* Effect.logInfo('Published.');
  return { batchId };
});
