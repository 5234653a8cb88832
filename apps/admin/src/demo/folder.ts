import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Effect } from 'effect';
import { FolderTaken } from '../errors.ts';

/** Marks a folder as one that the demo made and may empty. */
const markName = '.sales-demo';

/** Makes a folder anew. One that holds anything the demo did not put there is left alone, and refused. */
export const renewFolder = Effect.fn('sales.renewFolder')(function* (folder: string) {
  const found = yield* attempt(folder, async () => {
    await mkdir(folder, { recursive: true });
    return readdir(folder);
  });
  if (found.length > 0 && !found.includes(markName)) {
    const message = `"${folder}" is not empty and not a folder of the demo; choose another with --out.`;
    return yield* new FolderTaken({ folder, message });
  }
  yield* attempt(folder, async () => {
    // The mark goes last, so that an interrupted cleaning can be taken up again.
    const rest = found.filter((name) => name !== markName);
    for (const name of rest) await rm(join(folder, name), { recursive: true, force: true });
    await writeFile(
      join(folder, markName),
      'Made by the demo, which empties this folder each time it runs.\n',
    );
  });
});

function attempt<A>(folder: string, step: () => Promise<A>): Effect.Effect<A, FolderTaken> {
  return Effect.tryPromise({
    try: step,
    catch: (cause) => {
      const { code, message } = cause as NodeJS.ErrnoException;
      const problem = problems[code ?? ''] ?? message;
      return new FolderTaken({
        folder,
        message: `The demo cannot use the folder "${folder}": ${problem}; choose another with --out.`,
      });
    },
  });
}

const problems: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'it lies below a file',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};
