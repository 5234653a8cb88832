import type { BigIntStats } from 'node:fs';
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open as openHandle,
  realpath,
  rm,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Effect, Layer } from 'effect';
import { checkRange } from './byteRange.ts';
import type { LakeError } from './errors.ts';
import { createFile, etagOf, removeFile, writeFile } from './folder/durableFile.ts';
import {
  FileChanged,
  findFile,
  mustBeAt,
  readBytes,
  readChunks,
  readWhole,
  statFile,
  versionOf,
} from './folder/fileReading.ts';
import { folderError, isFolderFailure, type Place } from './folder/folderError.ts';
import { openSink } from './folder/folderSink.ts';
import { listFiles } from './folder/listing.ts';
import { compareKeys, invalidKey, keyProblem, prefixProblem } from './objectKey.ts';
import { type ObjectInfo, ObjectStore } from './objectStore.ts';
import { preconditionFailed } from './precondition.ts';
import { isProcessOwnerAlive } from './processOwner.ts';

/** Keeps objects in a folder, which it makes if need be. Fails in one sentence if the folder cannot be used. */
export function localFolder(path: string): Layer.Layer<ObjectStore, LakeError> {
  const root = resolve(path);
  const open = attempt({ root, action: 'open', key: '' }, async () => {
    await mkdir(root, { recursive: true });
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpath(root);
  });
  return Layer.effect(ObjectStore, Effect.map(open, storeIn));
}

function storeIn(root: string): ObjectStore['Service'] {
  const onFile = <A>(action: Place['action'], key: string, step: (path: string) => Promise<A>) =>
    Effect.suspend(() => {
      const problem = keyProblem(key);
      if (problem !== undefined) return Effect.fail(invalidKey(key, problem));
      return attempt({ root, action, key }, () => step(join(root, key)));
    });
  const onPrefix = <A>(action: Place['action'], prefix: string, step: () => Promise<A>) =>
    Effect.suspend(() => {
      const problem = prefixProblem(prefix);
      if (problem !== undefined) return Effect.fail(invalidKey(prefix, problem));
      return attempt({ root, action, key: prefix }, step);
    });

  return ObjectStore.of({
    bucket: 'local',
    url: (key) => join(root, key),

    list: (prefix) =>
      onPrefix('list', prefix, async () => {
        const files = await listFiles(root, prefix);
        return files.map(({ key, stats }) => infoOf(key, stats)).sort((a, b) => compareKeys(a.key, b.key));
      }),

    head: (key) =>
      onFile('read', key, async (path) => {
        const stats = await findFile(path);
        return stats && infoOf(key, stats);
      }),

    stream: (key, range = { start: 0 }) =>
      onFile('read', key, async (path) => {
        checkRange(range);
        const { version, sizeBytes } = infoOf(key, await statFile(path));
        if (version !== (range.version ?? version)) throw new FileChanged();
        const chunks = readChunks(path, { start: range.start, end: range.end ?? sizeBytes, version });
        return withLakeErrors(chunks, { root, action: 'read', key });
      }),

    openFile: (key, version) => {
      const checked = (handle: FileHandle) => onFile('read', key, () => mustBeAt(handle, version));
      return Effect.acquireRelease(
        onFile('read', key, (path) => openHandle(path)),
        (handle) => Effect.promise(() => handle.close()),
      ).pipe(
        Effect.tap(checked),
        Effect.map((handle) => ({
          fd: handle.fd,
          failure: (cause) =>
            isFolderFailure(cause) ? folderError(cause, { root, action: 'read', key }) : undefined,
          finish: checked(handle),
        })),
      );
    },

    readRange: (key, start, end, version) =>
      onFile('read', key, async (path) => {
        checkRange({ start, end });
        const bytes = await readBytes(path, start, end);
        // Asked afterwards, so that it holds for what was read.
        if (version !== undefined && versionOf(await statFile(path)) !== version) throw new FileChanged();
        return bytes;
      }),

    get: (key) =>
      onFile('read', key, async (path) => {
        const bytes = await readWhole(path);
        return bytes && { bytes, etag: etagOf(bytes) };
      }),

    put: (key, content, condition) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      const etag = condition && 'ifMatch' in condition ? condition.ifMatch : undefined;
      const createOnly = condition !== undefined && 'ifNoneMatch' in condition;
      return onFile('write', key, (path) =>
        createOnly ? createFile(path, bytes) : writeFile(path, bytes, etag),
      ).pipe(
        Effect.filterOrFail(
          (written) => written,
          () => preconditionFailed(key, etag),
        ),
        Effect.map(() => etagOf(bytes)),
      );
    },

    create: (key) =>
      Effect.map(onFile('write', key, openSink), (sink) => ({
        write: (bytes) => onFile('write', key, () => sink.write(bytes)),
        commit: onFile('write', key, async (path) => {
          await sink.commit();
          return infoOf(key, await statFile(path));
        }),
        abort: Effect.promise(() => sink.abort()),
      })),

    remove: (key, condition) =>
      onFile('remove', key, (path) => removeFile(path, condition?.ifMatch)).pipe(
        Effect.filterOrFail(
          (removed) => removed,
          () => preconditionFailed(key, condition?.ifMatch),
        ),
        Effect.asVoid,
      ),

    removePrefix: (prefix) =>
      prefix.endsWith('/')
        ? onPrefix('remove', prefix, () => rm(join(root, prefix), { recursive: true, force: true }))
        : Effect.fail(invalidKey(prefix, 'a prefix to be removed ends in "/"')),

    isOwnerAlive: (owner) => Effect.sync(() => isProcessOwnerAlive(owner)),
  });
}

/** Runs a step to its end, so that an interruption never leaves a file behind that nobody knows of. */
function attempt<A>(place: Place, step: () => Promise<A>): Effect.Effect<A, LakeError> {
  return Effect.tryPromise({ try: step, catch: (cause) => cause }).pipe(
    Effect.catch((cause) =>
      isFolderFailure(cause) ? Effect.fail(folderError(cause, place)) : Effect.die(cause),
    ),
    Effect.uninterruptible,
  );
}

async function* withLakeErrors(
  chunks: AsyncIterable<Uint8Array>,
  place: Place,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunks;
  } catch (cause) {
    throw isFolderFailure(cause) ? folderError(cause, place) : cause;
  }
}

function infoOf(key: string, stats: BigIntStats): ObjectInfo {
  return {
    key,
    sizeBytes: Number(stats.size),
    version: versionOf(stats),
    eventTimeMs: Number(stats.mtimeNs / 1_000_000n),
  };
}
