import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import type { Temperature } from './options.ts';

/** Puts files into the memory of the operating system, or takes them out of it. */
export async function setTemperature(files: readonly string[], temperature: Temperature): Promise<void> {
  if (temperature === 'warm') for (const file of files) await readThrough(file);
  else evict(files);
}

async function readThrough(file: string): Promise<void> {
  const stream = createReadStream(file, { highWaterMark: 1 << 20 });
  for await (const _ of stream);
}

/** Says why files cannot be taken out of memory here, or nothing where they can. */
export function evictionProblem(): string | undefined {
  const { status, stdout } = spawnSync('dd', ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.includes('coreutils')
    ? undefined
    : 'cold runs need GNU dd, which drops a file from the page cache without being root';
}

/** What is not yet on disk stays in memory, so it is written first. */
function evict(files: readonly string[]): void {
  spawnSync('sync');
  for (const file of files) {
    const { status, stderr } = spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none'], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${file} could not be dropped from the page cache: ${stderr}`);
  }
}
