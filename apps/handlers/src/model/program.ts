import { manifestOf, modelRanges, publishSpark } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';

/** Models a batch from its silver, or takes what the jobs of Glue made of it, and publishes it. */
export const modelBatch = Effect.fn('handlers.model')(function* ({
  batchId,
  engine,
}: Payloads['model']['input']) {
  const pipeline = yield* pipelineOf();
  const manifest = yield* manifestOf(batchId);
  yield* engine === 'glue' ? publishSpark(pipeline, manifest) : modelRanges(pipeline, manifest);
  yield* Effect.logInfo('Published.');
  return { batchId };
});
