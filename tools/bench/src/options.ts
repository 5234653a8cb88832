import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSize } from '@sales/generator';
import { type BenchCase, type Shape, shapes, standardPlan } from './benchCase.ts';
import { type EngineName, engineNames } from './engineName.ts';
import { UsageError } from './errors.ts';
import { PAGES_FOLDER, WORK_FOLDER } from './workspace.ts';

/** Whether an input is in the memory of the operating system when an engine starts. */
export const temperatures = ['cold', 'warm'] as const;
export type Temperature = (typeof temperatures)[number];

/** What to measure, and what to do with it. */
export interface BenchOptions {
  readonly cases: readonly BenchCase[];
  readonly engines: readonly EngineName[];
  /** How often each engine runs at each temperature. */
  readonly runs: number;
  readonly temperatures: readonly Temperature[];
  readonly cores: number;
  readonly seed: number;
  /** A run that takes longer is stopped. */
  readonly limitSeconds: number;
  /** Whether `sales run` is measured, raw to loaded warehouse, instead of raw to gold. */
  readonly whole: boolean;
  /** Whether to print JSON instead of writing a page. */
  readonly json: boolean;
  /** The folder of the page and its data. */
  readonly pages: string;
}

export const usage = `Usage: pnpm bench [options]

Runs the pipeline and its peers on the same generated input, holds them to the same output, and writes
docs/benchmarks. Without --size, --files and --shape it measures the standard plan; with any of them every
combination of what they list, and the page goes to .sales/bench/page unless --pages says otherwise.

  --size LIST       sizes such as 50MB,540MB,5GB (540MB)
  --files LIST      numbers of files (1)
  --shape LIST      ${shapes.join(', ')} (classic)
  --engines LIST    ${engineNames.join(', ')} (all)
  --runs N          runs of each engine at each temperature (3)
  --cache LIST      ${temperatures.join(', ')} (both; with --json warm)
  --cores N         cores each engine may use (all)
  --seed N          seed of the generator (1)
  --limit SECONDS   longest a single run may take (1800)
  --whole           measure \`sales run\`, raw to loaded warehouse, with seconds per stage
  --json            print one JSON object per engine and write no page
  --pages FOLDER    where the page goes`;

/** Parses the command line. Throws UsageError. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parse(args);
  const isStandard = values.size === undefined && values.files === undefined && values.shape === undefined;
  const whole = values.whole ?? false;
  const json = values.json ?? false;
  if (whole && values.engines !== undefined && values.engines !== 'sales')
    throw new UsageError('--whole measures `sales run` only: leave --engines out.');
  return {
    cases: isStandard ? standardPlan : combinations(values),
    engines: whole ? ['sales'] : pickAll('--engines', values.engines, engineNames, engineNames),
    runs: wholeNumber('--runs', values.runs ?? '3', 1),
    temperatures: pickAll('--cache', values.cache, temperatures, json ? ['warm'] : temperatures),
    cores: Math.min(wholeNumber('--cores', values.cores ?? '1024', 1), availableParallelism()),
    seed: wholeNumber('--seed', values.seed ?? '1', 0),
    limitSeconds: wholeNumber('--limit', values.limit ?? '1800', 1),
    whole,
    json,
    pages: resolve(values.pages ?? (isStandard ? PAGES_FOLDER : join(WORK_FOLDER, 'page'))),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        size: text,
        files: text,
        shape: text,
        engines: text,
        runs: text,
        cache: text,
        cores: text,
        seed: text,
        limit: text,
        whole: flag,
        json: flag,
        pages: text,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function combinations(values: {
  readonly size?: string | undefined;
  readonly files?: string | undefined;
  readonly shape?: string | undefined;
}): BenchCase[] {
  const sizes = split(values.size ?? '540MB').map(sizeOf);
  const files = split(values.files ?? '1').map((text) => wholeNumber('--files', text, 1));
  const chosen = pickAll<Shape>('--shape', values.shape, shapes, ['classic']);
  return chosen.flatMap((shape) =>
    files.flatMap((files) => sizes.map((sizeBytes) => ({ sizeBytes, files, shape }))),
  );
}

function sizeOf(text: string): number {
  try {
    return parseSize(text);
  } catch (error) {
    throw new UsageError(`--size: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function pickAll<T extends string>(
  flag: string,
  text: string | undefined,
  known: readonly T[],
  otherwise: readonly T[],
): readonly T[] {
  if (text === undefined) return otherwise;
  const unknown = split(text).find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    throw new UsageError(`${flag} does not know "${unknown}"; it knows ${known.join(', ')}.`);
  return [...new Set(split(text))] as T[];
}

function split(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function wholeNumber(flag: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`${flag} "${text}" must be a whole number from ${least} on.`);
  return value;
}
