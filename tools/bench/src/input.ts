import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GenerateOptions, generate, type Truth } from '@sales/generator';
import { type BenchCase, caseName } from './benchCase.ts';
import { WORK_FOLDER } from './workspace.ts';

/** Generated data, and what is known of it. */
export interface BenchInput {
  readonly folder: string;
  /** The files' paths in the order in which their rows count. */
  readonly files: readonly string[];
  readonly truth: Truth;
}

/** Gives a case's input: the one that an earlier run generated, or a new one. */
export async function benchInput(benchCase: BenchCase, seed: number): Promise<BenchInput> {
  const folder = join(WORK_FOLDER, 'inputs', `${caseName(benchCase)}-seed${seed}`);
  const truthPath = join(folder, '_truth/truth.json');
  // The truth is written last, so a generation that was stopped left none.
  if (!existsSync(truthPath)) await generate(folder, generateOptions(benchCase, seed));
  const truth = JSON.parse(readFileSync(truthPath, 'utf8')) as Truth;
  return { folder, files: truth.files.map(({ name }) => join(folder, name)), truth };
}

function generateOptions({ sizeBytes, files, shape }: BenchCase, seed: number): GenerateOptions {
  const kind = shape === 'classic' ? { compat: true } : { shape };
  return { seed, sizeBytes, files, ...kind };
}
