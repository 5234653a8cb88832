import { type ObjectStore as Store, ObjectStore } from '@sales/lake';
import { Effect, Stream } from 'effect';
import type { Block, Piece } from './blocks.ts';
import { unreadable } from './unreadable.ts';
import type { BlockWorker, CleanedPiece } from './workers/blockWorker.ts';

/** How many files are open for a worker: it has the next one before it asks. */
const filesAtOnce = 16;

/** Lets a worker clean the pieces of a block in their order: of files what it reads itself, else what the lake streams. */
export const cleanPieces = Effect.fn('etl.cleanPieces')(function* (
  worker: BlockWorker,
  block: Block,
  onBytes: (count: number) => void = () => {},
) {
  const { openFile } = yield* ObjectStore;
  if (openFile === undefined)
    return yield* Effect.forEach(block, (piece) => cleanStream(worker, piece, onBytes));
  const cleaned: CleanedPiece[] = [];
  for (let at = 0; at < block.length; at += filesAtOnce)
    cleaned.push(...(yield* cleanFiles(worker, block.slice(at, at + filesAtOnce), { openFile, onBytes })));
  return cleaned;
});

const cleanFiles = Effect.fnUntraced(function* (
  worker: BlockWorker,
  pieces: readonly Piece[],
  {
    openFile,
    onBytes,
  }: {
    readonly openFile: NonNullable<Store['Service']['openFile']>;
    readonly onBytes: (count: number) => void;
  },
) {
  const files = yield* Effect.forEach(pieces, ({ object }) => openFile(object.key, object.version));
  const calls = pieces.map(({ object, start, end }, index) => {
    const call = worker.readPiece(object, start, end, files[index]!.fd);
    // Of several that fail, the first is heard of.
    call.catch(() => undefined);
    return call;
  });
  return yield* Effect.forEach(
    pieces,
    Effect.fnUntraced(function* ({ object, start, end }, index) {
      const { failure, finish } = files[index]!;
      const cleaned = yield* Effect.tryPromise({
        try: () => calls[index]!,
        catch: (error) => failure(error) ?? unreadable(object, error),
      });
      yield* finish;
      onBytes(end - start);
      return cleaned;
    }),
  );
}, Effect.scoped);

const cleanStream = Effect.fnUntraced(function* (
  worker: BlockWorker,
  { object, start, end }: Piece,
  onBytes: (count: number) => void,
) {
  const store = yield* ObjectStore;
  const attempt = <A>(step: () => Promise<A>) =>
    Effect.tryPromise({ try: step, catch: (error) => unreadable(object, error) });
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
});
