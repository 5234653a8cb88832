import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { LakeError, ObjectStore, writeObject } from '@sales/lake';
import { Effect, Stream } from 'effect';
import { InputUnusable } from './errors.ts';
import type { OnEvent } from './events.ts';
import { findFiles, type InputFile, inputUnusable } from './inputFiles.ts';
import type { Pipeline } from './pipeline.ts';

/** What was taken into the lake. */
export interface Intake {
  readonly stored: readonly string[];
  /** Files that the lake holds already, byte for byte. */
  readonly unchanged: readonly string[];
}

/**
 * Copies local files into the data set's bronze prefix: a file under its name, a folder's files under their paths in it.
 *
 * A file that the lake holds already is left alone; one with other content replaces it, and is a correction.
 */
export const takeIn = Effect.fn('etl.takeIn')(function* (
  pipeline: Pipeline,
  paths: readonly string[],
  onEvent: OnEvent = () => {},
) {
  const store = yield* ObjectStore;
  const files = new Map<string, InputFile>();
  for (const path of paths) {
    for (const file of yield* findFiles(path, pipeline.contract.name)) {
      const other = files.get(file.key);
      if (other !== undefined && resolve(other.path) !== resolve(file.path)) {
        const message = `"${other.path}" and "${file.path}" would both become ${file.key}; rename one, or take them in one after the other.`;
        return yield* new InputUnusable({ path: file.path, message });
      }
      files.set(file.key, file);
    }
  }

  const stored: string[] = [];
  const unchanged: string[] = [];
  const total = [...files.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let done = 0;
  for (const file of files.values()) {
    const isInside = resolve(file.path) === store.url(file.key);
    if (isInside || (yield* isStored(file))) unchanged.push(file.key);
    else {
      let copied = 0;
      yield* writeObject(file.key, (write) =>
        Stream.runForEach(readLocal(file.path), (chunk) => {
          copied += chunk.length;
          onEvent({ type: 'taking-in', done: done + copied, total });
          return write(chunk);
        }),
      );
      stored.push(file.key);
    }
    done += file.sizeBytes;
  }
  return { stored, unchanged } satisfies Intake;
});

/** Compares content only where key and size agree already. */
const isStored = Effect.fnUntraced(function* (file: InputFile) {
  const store = yield* ObjectStore;
  const found = yield* store.head(file.key);
  if (found === undefined || found.sizeBytes !== file.sizeBytes) return false;
  const theirs = yield* digest(Stream.fromAsyncIterable(yield* store.stream(file.key), asLakeError));
  return theirs === (yield* digest(readLocal(file.path)));
});

function asLakeError(error: unknown): LakeError {
  if (error instanceof LakeError) return error;
  throw error;
}

function digest<E>(chunks: Stream.Stream<Uint8Array, E>): Effect.Effect<string, E> {
  const hash = createHash('sha256');
  const hashed = Stream.runForEach(chunks, (chunk) => Effect.sync(() => hash.update(chunk)));
  return Effect.map(hashed, () => hash.digest('hex'));
}

function readLocal(path: string): Stream.Stream<Uint8Array, InputUnusable> {
  return Stream.fromAsyncIterable<Uint8Array, InputUnusable>(
    createReadStream(path, { highWaterMark: 1024 * 1024 }),
    (error) => inputUnusable(path, error),
  );
}
