import type { BigIntStats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ifPresent } from './fileReading.ts';

/** Enough to keep Node's file threads busy. */
const concurrency = 32;

export interface ListedFile {
  readonly key: string;
  readonly stats: BigIntStats;
}

/** Lists every file below `root` whose key begins with `prefix`, in no order, without what is hidden. */
export async function listFiles(root: string, prefix: string): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  const folders = [prefix.slice(0, prefix.lastIndexOf('/') + 1)];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = (await ifPresent(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
    const keys: string[] = [];
    for (const entry of entries) {
      const key = `${folder}${entry.name}`;
      if (entry.name.startsWith('.') || !key.startsWith(prefix)) continue;
      if (entry.isDirectory()) folders.push(`${key}/`);
      else if (entry.isFile() || entry.isSymbolicLink()) keys.push(key);
    }
    await inParallel(keys, async (key) => {
      const stats = await statListed(join(root, key));
      if (stats?.isFile()) files.push({ key, stats });
      // A linked folder is followed, unless it leads back to one that is being listed.
      else if (stats?.isDirectory() && !(await leadsBack(join(root, key)))) folders.push(`${key}/`);
    });
  }
  return files;
}

/** A file that goes while the folder is listed, or a link that leads nowhere, is not there. */
function statListed(path: string): Promise<BigIntStats | undefined> {
  const stats = stat(path, { bigint: true });
  // A name that is no UTF-8 is read with this character and then names nothing: skipping it would lose a file.
  return path.includes('\uFFFD') ? stats : ifPresent(stats);
}

async function leadsBack(path: string): Promise<boolean> {
  const [target, from] = await Promise.all([realpath(path), realpath(join(path, '..'))]);
  return `${from}${sep}`.startsWith(`${target}${sep}`);
}

async function inParallel<A>(items: readonly A[], work: (item: A) => Promise<void>): Promise<void> {
  const remaining = items.values();
  const worker = async () => {
    for (const item of remaining) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
