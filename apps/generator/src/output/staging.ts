import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Truth } from '../truth/truth.ts';

/** A run over the folder passes over paths that start with `_` or `.`, and so over the truth. */
const truthPath = join('_truth', 'truth.json');
const stagingName = '.generating';

/** Every file is one second younger than the one before it, so that corrections come after what they correct. */
const firstModifiedMs = Date.UTC(2026, 0, 1);
const modifiedStepMs = 1000;

/** A place beside the data where files are written until all of them are complete. */
export interface Staging {
  path(name: string): string;
  /** Moves the files and the truth into the folder, in place of those of an earlier generation. */
  publish(truth: Truth): Promise<{ readonly files: readonly string[]; readonly truthPath: string }>;
  /** Removes whatever was staged. */
  discard(): Promise<void>;
}

export async function openStaging(folder: string): Promise<Staging> {
  const staging = join(folder, stagingName);
  const discard = () => rm(staging, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await discard();
  await mkdir(staging);
  return {
    path: (name) => join(staging, name),
    async publish(truth) {
      const stagedTruth = join(staging, 'truth.json');
      await writeFile(stagedTruth, `${JSON.stringify(truth, undefined, 2)}\n`);
      await removeEarlier(folder);
      const files: string[] = [];
      for (const [i, { name }] of truth.files.entries()) {
        const modified = new Date(firstModifiedMs + i * modifiedStepMs);
        await utimes(join(staging, name), modified, modified);
        await rename(join(staging, name), join(folder, name));
        files.push(join(folder, name));
      }
      await mkdir(join(folder, '_truth'), { recursive: true });
      await rename(stagedTruth, join(folder, truthPath));
      await discard();
      return { files, truthPath: join(folder, truthPath) };
    },
    discard,
  };
}

/** Removes the files that an earlier truth lists: beside the new ones they would be data that no truth knows. */
async function removeEarlier(folder: string): Promise<void> {
  const text = await readFile(join(folder, truthPath), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { files } = JSON.parse(text) as Truth;
  await rm(join(folder, truthPath));
  for (const { name } of files) await rm(join(folder, basename(name)), { force: true });
}
