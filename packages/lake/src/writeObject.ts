import { Effect, Exit } from 'effect';
import type { LakeError } from './errors.ts';
import { type ObjectInfo, type ObjectSink, ObjectStore } from './objectStore.ts';

/**
 * Writes a big object: `use` writes its bytes, then it is committed. If `use` fails or is interrupted, nothing of the
 * object remains.
 */
export function writeObject<A, E, R>(
  key: string,
  use: (write: ObjectSink['write']) => Effect.Effect<A, E, R>,
): Effect.Effect<{ readonly object: ObjectInfo; readonly result: A }, E | LakeError, R | ObjectStore> {
  return Effect.acquireUseRelease(
    ObjectStore.use((store) => store.create(key)),
    (sink) =>
      Effect.flatMap(use(sink.write), (result) => Effect.map(sink.commit, (object) => ({ object, result }))),
    (sink, exit) => (Exit.isSuccess(exit) ? Effect.void : sink.abort),
  );
}
