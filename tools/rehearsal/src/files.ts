import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generate, type Truth } from '@sales/generator';

/** Data of a rehearsal: files of mixed sizes, in the order in which they are to arrive, and the truth about all rows. */
export interface RehearsalFiles {
  readonly paths: readonly string[];
  readonly sizeBytes: number;
  readonly truth: Truth;
}

/** How many of the generator's equal files go into the large one, and into each of the others. */
const largeShare = 60;
const smallShares = [1, 1, 2, 1, 3, 1, 1, 2, 1, 1, 4, 1, 1, 1, 2, 1, 1, 3, 1];

/** Makes 20 files, the eleventh of them as large as asked for, one compressed, the others a sixtieth to a fifteenth of it. */
export async function makeFiles(folder: string, largeBytes: number, seed = 1): Promise<RehearsalFiles> {
  const shares = [...smallShares.slice(0, 10), largeShare, ...smallShares.slice(10)];
  const files = shares.reduce((sum, share) => sum + share, 0);
  const made = join(folder, 'made');
  const { files: pieces, truth } = await generate(made, {
    seed,
    files,
    sizeBytes: Math.round(largeBytes / largeShare) * files,
  });
  const data = join(folder, 'data');
  mkdirSync(data);
  const left = [...pieces];
  // Pieces follow each other in time, so files made of neighbours do too.
  const paths = shares.map((share, index) => {
    const path = join(data, `sales-${String(index).padStart(2, '0')}.json`);
    for (const piece of left.splice(0, share)) appendFileSync(path, readFileSync(piece));
    return index === 3 ? compressed(path) : path;
  });
  rmSync(made, { recursive: true });
  return { paths, sizeBytes: paths.reduce((sum, path) => sum + statSync(path).size, 0), truth };
}

function compressed(path: string): string {
  const target = join(path, '..', `${basename(path)}.gz`);
  writeFileSync(target, gzipSync(readFileSync(path)));
  rmSync(path);
  return target;
}

/** Dates a file as its object in the lake is, so that a local run sees the same order. */
export function dateFile(path: string, eventTimeMs: number): void {
  // Half a millisecond more, because a time in seconds is a double that may lie just below.
  const seconds = (eventTimeMs + 0.5) / 1000;
  utimesSync(path, seconds, seconds);
}
