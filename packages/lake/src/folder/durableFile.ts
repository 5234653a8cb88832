import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findFile, ifPresent, readWhole } from './fileReading.ts';
import { guarded } from './guard.ts';

/** A hidden file next to the place where it is to appear, so that one rename makes it appear whole. */
export async function openTemporary(path: string) {
  const folder = dirname(path);
  await makeFolder(folder);
  const temporary = join(folder, `.tmp-${randomUUID()}`);
  return { temporary, handle: await open(temporary, 'wx') };
}

/** Makes a temporary file visible under its name, in place of what is there. */
export async function publish(temporary: string, path: string): Promise<void> {
  await guarded(path, () => moveIntoPlace(temporary, path));
  await syncFolder(dirname(path));
}

/** Creates a file with these bytes, and answers false if there is one already. Of many creators one wins. */
export async function createFile(path: string, bytes: Uint8Array): Promise<boolean> {
  if (await findFile(path)) return false;
  const temporary = await writeTemporary(path, bytes);
  try {
    // A rename would silently replace what another process has just created; a link does not.
    await link(temporary, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** Writes a file with these bytes; given an etag, only in place of the file that has it, and answers whether it did. */
export async function writeFile(path: string, bytes: Uint8Array, etag?: string): Promise<boolean> {
  const isExpected = async () => etag === undefined || (await etagOfFile(path)) === etag;
  // Asked once before the work, and once when nobody else can change the answer.
  if (!(await isExpected())) return false;
  const temporary = await writeTemporary(path, bytes);
  try {
    const written = await guarded(path, async () => {
      if (!(await isExpected())) return false;
      await moveIntoPlace(temporary, path);
      return true;
    });
    if (!written) return false;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

/** Removes a file; given an etag, only the file that has it, and answers whether it did. */
export async function removeFile(path: string, etag?: string): Promise<boolean> {
  if (!(await findFile(path))) return etag === undefined;
  const step = async () => {
    if (etag !== undefined && (await etagOfFile(path)) !== etag) return false;
    await ifPresent(unlink(path));
    return true;
  };
  const removed = await guarded(path, step).catch((cause: NodeJS.ErrnoException) => {
    // The guard itself takes space. Removing must work when there is none.
    if (cause.code === 'ENOSPC') return step();
    throw cause;
  });
  await syncFolder(dirname(path));
  return removed;
}

/** The etag of a small file: the first 32 hex digits of its SHA-256. */
export function etagOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

async function writeTemporary(path: string, bytes: Uint8Array): Promise<string> {
  const { temporary, handle } = await openTemporary(path);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    return temporary;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  } finally {
    await handle.close();
  }
}

async function moveIntoPlace(temporary: string, path: string): Promise<void> {
  const next = await stat(temporary, { bigint: true });
  const previous = await ifPresent(stat(path, { bigint: true }));
  if (previous) {
    // The kernel's clock ticks every few milliseconds, but every rewrite must be a new version, in a later millisecond.
    const previousMs = (previous.mtimeNs + 999_999n) / 1_000_000n;
    if (next.mtimeNs / 1_000_000n <= previousMs) {
      // Half a millisecond more, as the time passes through a double of seconds.
      const seconds = (Number(previousMs) + 1.5) / 1000;
      await utimes(temporary, seconds, seconds);
    }
  }
  await rename(temporary, path);
}

async function etagOfFile(path: string): Promise<string | undefined> {
  const bytes = await readWhole(path);
  return bytes && etagOf(bytes);
}

/** Makes a folder so that it is still there after a power cut. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** A new or renamed file survives a power cut only once its folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  // Windows can neither open nor sync a folder.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
