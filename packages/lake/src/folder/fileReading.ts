import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';

/** Large enough that the disk is the limit, small enough that a handful in flight is nothing. */
const chunkBytes = 1 << 20;

/** There is no file where one was asked for. */
export class FileAbsent extends Error {
  override readonly name = 'FileAbsent';
}

/** The file is no longer the one that was asked for. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

/** The version of a file: it changes with its time or its size. */
export function versionOf(stats: BigIntStats): string {
  return `${stats.mtimeNs.toString(16)}-${stats.size.toString(16)}`;
}

/** Looks at a file; undefined if there is none, or something that is no file. */
export async function findFile(path: string): Promise<BigIntStats | undefined> {
  const stats = await ifPresent(stat(path, { bigint: true }));
  return stats?.isFile() ? stats : undefined;
}

/** Looks at a file, or throws a `FileAbsent`. */
export async function statFile(path: string): Promise<BigIntStats> {
  const stats = await findFile(path);
  if (!stats) throw new FileAbsent();
  return stats;
}

/** Reads a small file whole; undefined if there is none. */
export async function readWhole(path: string): Promise<Uint8Array | undefined> {
  if (!(await findFile(path))) return undefined;
  const bytes = await ifPresent(readFile(path));
  return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Reads the bytes `start` to `end`, as far as there are any. */
export async function readBytes(path: string, start: number, end: number): Promise<Uint8Array> {
  const { size } = await statFile(path);
  const handle = await open(path);
  try {
    return await readAt(handle, start, Math.max(0, Math.min(end, Number(size)) - start));
  } finally {
    await handle.close();
  }
}

/** Reads the bytes `start` to `end` in chunks. Throws a `FileChanged` if the file is not, or does not stay, at `version`. */
export async function* readChunks(
  path: string,
  { start, end, version }: { readonly start: number; readonly end: number; readonly version: string },
): AsyncGenerator<Uint8Array, void> {
  const handle = await open(path);
  try {
    await mustBeAt(handle, version);
    for (let position = start; position < end; ) {
      const bytes = await readAt(handle, position, Math.min(chunkBytes, end - position));
      if (bytes.length === 0) break;
      position += bytes.length;
      yield bytes;
    }
    // A file that is still being copied into the folder would otherwise end in the middle of a line.
    await mustBeAt(handle, version);
  } finally {
    await handle.close();
  }
}

/** Waits for an answer about a file; undefined if the answer is that there is none. */
export async function ifPresent<A>(answer: Promise<A>): Promise<A | undefined> {
  try {
    return await answer;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw cause;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  // Memory of its own, because whoever gets the bytes may move them to a worker thread.
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Throws a `FileChanged` unless the open file is at `version`. */
export async function mustBeAt(handle: FileHandle, version: string): Promise<void> {
  if (versionOf(await handle.stat({ bigint: true })) !== version) throw new FileChanged();
}
