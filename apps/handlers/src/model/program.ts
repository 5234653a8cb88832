import { manifestOf, modelRanges } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { pipelineOf } from '../pipeline.ts';

/** Models a batch from its silver, and publishes it. */
export const modelBatch = Effect.fn('handlers.model')(function* ({ batchId }: Payloads['model']['input']) {
  const pipeline = yield* pipelineOf();
  const manifest = yield* manifestOf(batchId);
  yield* modelRanges(pipeline, manifest);
  yield* Effect.logInfo('Published.');
  return { batchId };
});
