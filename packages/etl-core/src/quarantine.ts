import { parseReject, type Reject } from '@sales/cleaning';
import { dataSetLayout, LakeError, ObjectStore } from '@sales/lake';
import { Effect, Stream } from 'effect';
import type { Pipeline } from './pipeline.ts';

/** Streams a batch's quarantined rows, in the order they were written. */
export function readQuarantine(
  pipeline: Pipeline,
  batchId: string,
): Stream.Stream<Reject, LakeError, ObjectStore> {
  return Stream.unwrap(
    Effect.gen(function* () {
      const store = yield* ObjectStore;
      const parts = yield* store.list(dataSetLayout(pipeline.contract.name).quarantineBatchPrefix(batchId));
      return Stream.fromIterable(parts).pipe(Stream.flatMap(({ key }) => readPart(key)));
    }),
  );
}

function readPart(key: string): Stream.Stream<Reject, LakeError, ObjectStore> {
  return Stream.unwrap(
    Effect.gen(function* () {
      const store = yield* ObjectStore;
      const chunks = Stream.fromAsyncIterable(yield* store.stream(key), (error) => {
        if (error instanceof LakeError) return error;
        throw error;
      });
      return chunks.pipe(Stream.decodeText, Stream.splitLines, Stream.map(parseReject));
    }),
  );
}
