import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { dataSetLayout, LakeError, ObjectStore, writeObject } from '@sales/lake';
import { Effect, Stream } from 'effect';
import { dataExtensions, isDataKey } from './dataKey.ts';
import { InputUnusable } from './errors.ts';
import type { Pipeline } from './pipeline.ts';

/** What was taken into the lake. */
export interface Intake {
  readonly stored: readonly string[];
  /** Files that the lake holds already, byte for byte. */
  readonly unchanged: readonly string[];
}

interface InputFile {
  readonly path: string;
  readonly key: string;
  readonly sizeBytes: number;
}

/**
 * Copies local files into the data set's bronze prefix: a file under its name, a folder's files under their paths in it.
 *
 * A file that the lake holds already is left alone; one with other content replaces it, and is a correction.
 */
export const takeIn = Effect.fn('etl.takeIn')(function* (pipeline: Pipeline, paths: readonly string[]) {
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
  for (const file of files.values()) {
    const isInside = resolve(file.path) === store.url(file.key);
    if (isInside || (yield* isStored(file))) unchanged.push(file.key);
    else {
      yield* writeObject(file.key, (write) => Stream.runForEach(readLocal(file.path), write));
      stored.push(file.key);
    }
  }
  return { stored, unchanged } satisfies Intake;
});

const findFiles = Effect.fn('etl.findFiles')(function* (path: string, dataSet: string) {
  const store = yield* ObjectStore;
  const prefix = dataSetLayout(dataSet).rawPrefix;
  const attempt = <A>(step: () => Promise<A>) =>
    Effect.tryPromise({ try: step, catch: (error) => inputUnusable(path, error) });
  const inside = relative(dirname(store.url(`${prefix}x`)), resolve(path));
  const insideKey = inside.startsWith('..') ? undefined : toKey(inside);
  const info = yield* attempt(() => stat(path));
  if (info.isFile()) {
    if (!isDataKey(basename(path))) {
      const message = `"${path}" is no ${dataSet} data by its name; it must end in ${dataExtensions}.`;
      return yield* new InputUnusable({ path, message });
    }
    return [{ path, key: prefix + (insideKey ?? basename(path)), sizeBytes: info.size }];
  }
  if (!info.isDirectory()) {
    return yield* new InputUnusable({ path, message: `"${path}" is neither a file nor a folder.` });
  }
  const names = yield* attempt(() => readdir(path, { recursive: true, withFileTypes: true }));
  const files: InputFile[] = [];
  for (const entry of names) {
    const file = join(entry.parentPath, entry.name);
    const name = toKey(relative(path, file));
    if (!isDataKey(name) || entry.isDirectory()) continue;
    const { size } = yield* attempt(() => stat(file));
    files.push({ path: file, key: prefix + (insideKey ? `${insideKey}/` : '') + name, sizeBytes: size });
  }
  if (files.length === 0 && insideKey === undefined) {
    const message = `The folder "${path}" holds no data: no file in it ends in ${dataExtensions}.`;
    return yield* new InputUnusable({ path, message });
  }
  return files.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
});

/** Compares content only where key and size agree already. */
const isStored = Effect.fnUntraced(function* (file: InputFile) {
  const store = yield* ObjectStore;
  const found = yield* store.head(file.key);
  if (found === undefined || found.sizeBytes !== file.sizeBytes) return false;
  const asLakeError = (error: unknown) => {
    if (error instanceof LakeError) return error;
    throw error;
  };
  const theirs = yield* digest(Stream.fromAsyncIterable(yield* store.stream(file.key), asLakeError));
  return theirs === (yield* digest(readLocal(file.path)));
});

function digest<E>(chunks: Stream.Stream<Uint8Array, E>): Effect.Effect<string, E> {
  const hash = createHash('sha256');
  return Effect.as(
    Stream.runForEach(chunks, (chunk) => Effect.sync(() => hash.update(chunk))),
    undefined,
  ).pipe(Effect.map(() => hash.digest('hex')));
}

function readLocal(path: string): Stream.Stream<Uint8Array, InputUnusable> {
  return Stream.fromAsyncIterable<Uint8Array, InputUnusable>(
    createReadStream(path, { highWaterMark: 1024 * 1024 }),
    (error) => inputUnusable(path, error),
  );
}

/** Says in one sentence why a local path cannot be read. */
export function inputUnusable(path: string, error: unknown): InputUnusable {
  const code = (error as NodeJS.ErrnoException).code;
  const message =
    code === 'ENOENT'
      ? `"${path}" does not exist; check the path.`
      : code === 'EACCES' || code === 'EPERM'
        ? `"${path}" may not be read by this user; change its permissions and run again.`
        : code === 'EISDIR'
          ? `"${path}" is a folder where a file was expected; name a file in it.`
          : `"${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
  return new InputUnusable({ path, message, cause: error });
}

function toKey(path: string): string {
  return path.split(sep).join('/');
}
