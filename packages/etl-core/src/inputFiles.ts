import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { dataSetLayout, ObjectStore } from '@sales/lake';
import { Effect } from 'effect';
import { dataExtensions, isDataKey } from './dataKey.ts';
import { InputUnusable } from './errors.ts';

/** A local file, and the object that it becomes. */
export interface InputFile {
  readonly path: string;
  readonly key: string;
  readonly sizeBytes: number;
}

/**
 * Finds a data set's files at a path: the file, or those of the folder, sorted by the UTF-8 bytes of their keys.
 *
 * Links are followed. The lake's own folder is passed over on the way, and refused when it is what was named; what lies
 * among the data set's objects already keeps its key.
 */
export const findFiles = Effect.fn('etl.findFiles')(function* (path: string, dataSet: string) {
  const prefix = dataSetLayout(dataSet).rawPrefix;
  const { named, real, root, raw } = yield* placesOf(path, prefix);
  const inLake = [real, named].find((place) => isWithin(raw, place));
  if (inLake === undefined && isWithin(root, real)) {
    const message = `"${path}" belongs to the lake; leave it out: what lies in ${raw} is found without being named.`;
    return yield* new InputUnusable({ path, message });
  }

  const info = yield* look(path, () => stat(path));
  if (info.isFile()) {
    if (!isDataKey(basename(path))) {
      const message = `"${path}" is no ${dataSet} data by its name; it must end in ${dataExtensions}.`;
      return yield* new InputUnusable({ path, message });
    }
    const name = inLake === undefined ? basename(path) : keyWithin(raw, inLake);
    return [{ path, key: prefix + name, sizeBytes: info.size }];
  }
  if (!info.isDirectory()) return yield* neither(path);

  const found = yield* filesBelow({ path, real, above: [] }, root);
  if (found.length === 0 && inLake === undefined) {
    const message = `The folder "${path}" holds no data: no file in it ends in ${dataExtensions}.`;
    return yield* new InputUnusable({ path, message });
  }
  const keyOf = (file: string) => prefix + keyWithin(raw, join(inLake ?? raw, relative(path, file)));
  return found
    .map((file): InputFile => ({ ...file, key: keyOf(file.path) }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
});

/** Where a path leads to, how it is named without links on the way, and where the lake and its raw files are. */
const placesOf = Effect.fnUntraced(function* (path: string, prefix: string) {
  const store = yield* ObjectStore;
  const full = resolve(path);
  const real = yield* look(path, () => realpath(path));
  const folder = yield* look(path, () => realpath(dirname(full)));
  return {
    real,
    named: join(folder, basename(full)),
    root: dirname(store.url('x')),
    raw: dirname(store.url(`${prefix}x`)),
  };
});

/** A folder on the way; `above` are the real paths of the folders that it was reached through. */
interface Folder {
  readonly path: string;
  readonly real: string;
  readonly above: readonly string[];
}

type Found = Omit<InputFile, 'key'>;

const filesBelow: (folder: Folder, lake: string) => Effect.Effect<readonly Found[], InputUnusable> =
  Effect.fnUntraced(function* (folder, lake) {
    const found: Found[] = [];
    const entries = yield* look(folder.path, () => readdir(folder.path, { withFileTypes: true }));
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith('_') || name.startsWith('.')) continue;
      const isData = isDataKey(name);
      if (!isData && !entry.isDirectory() && !entry.isSymbolicLink()) continue;
      const path = join(folder.path, name);
      const info = yield* look(path, () => stat(path));
      if (info.isDirectory()) {
        const real = entry.isSymbolicLink()
          ? yield* look(path, () => realpath(path))
          : join(folder.real, name);
        const above = [...folder.above, folder.real];
        if (real === lake || above.includes(real)) continue;
        found.push(...(yield* filesBelow({ path, real, above }, lake)));
      } else if (isData) {
        if (!info.isFile()) return yield* neither(path);
        found.push({ path, sizeBytes: info.size });
      }
    }
    return found;
  });

function look<A>(path: string, step: () => Promise<A>): Effect.Effect<A, InputUnusable> {
  return Effect.tryPromise({ try: step, catch: (error) => inputUnusable(path, error) });
}

/** Says in one sentence why a local path cannot be read. */
export function inputUnusable(path: string, error: unknown): InputUnusable {
  const code = (error as NodeJS.ErrnoException).code;
  const message =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? `"${path}" does not exist; check the path.`
      : code === 'EACCES' || code === 'EPERM'
        ? `"${path}" may not be read by this user; change its permissions and run again.`
        : code === 'EISDIR'
          ? `"${path}" is a folder where a file was expected; name a file in it.`
          : `"${path}" cannot be read (${error instanceof Error ? error.message : String(error)}); check its disk and run again.`;
  return new InputUnusable({ path, message, cause: error });
}

function neither(path: string): InputUnusable {
  const message = `"${path}" is neither a file nor a folder; name a file or a folder.`;
  return new InputUnusable({ path, message });
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

function keyWithin(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}
