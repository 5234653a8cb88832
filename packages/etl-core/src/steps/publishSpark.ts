import { type Manifest, ObjectStore } from '@sales/lake';
import { Effect } from 'effect';
import type { Pipeline } from '../pipeline.ts';
import { sparkKeys } from '../spark/batch.ts';
import { sparkOutcome } from '../spark/outcome.ts';
import { isPublished, publishOnce } from './publishing.ts';

/**
 * Takes what the jobs of Spark made of a batch, proves that the books balance, and publishes it.
 *
 * A batch that is published already is left as it is. One that failed or was abandoned fails with `BatchGivenUp`.
 */
export const publishSpark = Effect.fn('etl.publishSpark')(function* (pipeline: Pipeline, manifest: Manifest) {
  const { batchId } = manifest;
  if (!(yield* isPublished(batchId))) yield* publishOnce(manifest, yield* sparkOutcome(pipeline, manifest));
  // What the jobs kept for each other is as large as the batch.
  yield* (yield* ObjectStore).removePrefix(sparkKeys(batchId).prefix);
});
