import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { type Generated, type GenerateOptions, generate } from '../src/index.ts';

/** Generates into a folder that is removed when the running test ends. */
export async function generated(options: Partial<GenerateOptions>): Promise<Generated> {
  return generate(join(temporaryFolder(), 'data'), { seed: 42, ...options });
}

/** Reads all files' lines; the last line end is not one more line. */
export function linesOf({ files }: Generated): string[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .replace(/\r?\n$/, '')
      .split(/\r?\n/),
  );
}
