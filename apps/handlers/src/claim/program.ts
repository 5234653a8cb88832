import { manifestOf, nextStep } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';
import { engineSettings } from '../settings.ts';

/** Says what is left to do with a batch, and which engine does it. */
export const claimBatch = Effect.fn('handlers.claim')(function* ({ batchId }: Payloads['claim']['input']) {
  const { engine, glueAboveBytes } = yield* engineSettings;
  const manifest = yield* manifestOf(batchId);
  const next = yield* nextStep(manifest);
  const sizeBytes = manifest.objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  const bySize = sizeBytes > glueAboveBytes ? 'glue' : 'lambda';
  const output: Payloads['claim']['output'] = {
    batchId,
    next,
    engine: engine === 'auto' ? bySize : engine,
    objects: manifest.objects.length,
    sizeBytes,
  };
  yield* Effect.logInfo(
    `Batch of ${output.objects} objects, ${sizeBytes} bytes: next is ${next}, by ${output.engine}.`,
  );
  return output;
});
