import { globSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Shape } from '../benchCase.ts';
import type { EngineAccount } from '../engineProcess.ts';
import { statusBytes } from '../processTree.ts';

/** What an engine's process is asked to do. */
export interface Job {
  /** The folder with the input's files. */
  readonly input: string;
  /** The folder for silver, quarantine and gold. */
  readonly output: string;
  readonly shape: Shape;
  readonly cores: number;
}

/** Renders a job as arguments; the Python engines take the same. */
export function jobArguments({ input, output, shape, cores }: Job): string[] {
  return ['--input', input, '--output', output, '--shape', shape, '--cores', String(cores)];
}

/** Reads the job from this process's arguments. */
export function readJob(): Job {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { input: text, output: text, shape: text, cores: text } });
  return {
    input: values.input!,
    output: values.output!,
    shape: values.shape as Shape,
    cores: Number(values.cores),
  };
}

/** Lists a job's input files in the order in which their rows count. */
export function inputFiles({ input }: Job): string[] {
  return globSync('sales-*.json', { cwd: input })
    .sort()
    .map((name) => join(input, name));
}

/** The folders that an engine writes into; they are there when it starts. */
export const outputFolders = [
  'silver',
  'quarantine',
  'gold/fact_sales',
  'gold/dim_store',
  'gold/dim_product',
  'gold/dim_customer',
] as const;

/** Ends an engine's work: the last line that it prints is its account. */
export function reportAccount(account: EngineAccount = {}): void {
  console.log(JSON.stringify({ peakRssBytes: statusBytes('self', 'VmHWM'), ...account }));
}
