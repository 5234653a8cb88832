import { ObjectStore, type OpenFile } from '@sales/lake';
import { Effect, Stream } from 'effect';
import type { Piece } from './blocks.ts';
import { unreadable } from './unreadable.ts';
import type { BlockWorker } from './workers/blockWorker.ts';

/** Lets a worker clean a piece of an object: of a file what it reads itself, else what the lake streams. */
export const cleanPiece = Effect.fn('etl.cleanPiece')(function* (
  worker: BlockWorker,
  { object, start, end }: Piece,
  onBytes: (count: number) => void = () => {},
) {
  const store = yield* ObjectStore;
  const attempt = <A>(step: () => Promise<A>, failure?: OpenFile['failure']) =>
    Effect.tryPromise({ try: step, catch: (error) => failure?.(error) ?? unreadable(object, error) });
  if (store.openFile !== undefined) {
    const { fd, failure, finish } = yield* store.openFile(object.key, object.version);
    const cleaned = yield* attempt(() => worker.readPiece(object, start, end, fd), failure);
    yield* finish;
    onBytes(end - start);
    return cleaned;
  }
  const stored = yield* store.stream(object.key, { start, end, version: object.version });
  yield* attempt(() => worker.startPiece(object, start));
  yield* Stream.fromAsyncIterable(stored, (error) => unreadable(object, error)).pipe(
    Stream.runForEach((chunk) => {
      const { length } = chunk;
      return Effect.tap(
        attempt(() => worker.push(chunk as Uint8Array<ArrayBuffer>)),
        () => Effect.sync(() => onBytes(length)),
      );
    }),
  );
  return yield* attempt(() => worker.endPiece());
}, Effect.scoped);
