import { manifestOf, nextStep } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';

/** Says what is left to do with a batch. */
export const claimBatch = Effect.fn('handlers.claim')(function* ({ batchId }: Payloads['claim']['input']) {
  const manifest = yield* manifestOf(batchId);
  const next = yield* nextStep(manifest);
  const sizeBytes = manifest.objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  const output: Payloads['claim']['output'] = {
    batchId,
    next,
    objects: manifest.objects.length,
    sizeBytes,
  };
  yield* Effect.logInfo(`Batch of ${output.objects} objects, ${sizeBytes} bytes: next is ${next}.`);
  return output;
});
