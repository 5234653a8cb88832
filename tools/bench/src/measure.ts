import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onCores } from './cores.ts';
import { differences, expectedOutcome } from './equality.ts';
import type { Engine } from './engine.ts';
import { type EngineAccount, type EngineRun, runEngine } from './engineProcess.ts';
import { type Job, outputFolders } from './engines/job.ts';
import type { BenchInput } from './input.ts';
import type { BenchOptions, Temperature } from './options.ts';
import { readOutcome } from './outputs.ts';
import { setTemperature } from './pageCache.ts';
import { WORK_FOLDER } from './workspace.ts';

/** A run whose output was right. */
export interface GoodRun {
  readonly wallSeconds: number;
  readonly peakRssBytes: number;
  readonly stageSeconds?: Readonly<Record<string, number>>;
  /** Fact rows and their sum; of `wc` there are none. */
  readonly rows?: number;
  readonly totalAmountCents?: string;
}

/** A run, or what went wrong. */
export type CheckedRun = GoodRun | { readonly problem: string };

/** Runs an engine once and checks what it wrote against the truth. Nothing but the engine's process is measured. */
export async function runChecked(
  engine: Engine,
  input: BenchInput,
  temperature: Temperature,
  options: Pick<BenchOptions, 'cores' | 'limitSeconds'>,
): Promise<CheckedRun> {
  mkdirSync(join(WORK_FOLDER, 'outputs'), { recursive: true });
  const output = mkdtempSync(join(WORK_FOLDER, 'outputs', `${engine.name}-`));
  const { shape, compat } = input.truth.options;
  const job: Job = {
    input: input.folder,
    output,
    shape: compat ? 'classic' : shape,
    cores: options.cores,
  };
  try {
    if (engine.hasOutput)
      for (const folder of outputFolders) mkdirSync(join(output, folder), { recursive: true });
    engine.layOut?.(job, input);
    await setTemperature(input.files, temperature);
    const run = await runEngine(onCores(engine.command(job, input), options.cores), options.limitSeconds);
    return await check(engine, run, input, output);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

async function check(engine: Engine, run: EngineRun, input: BenchInput, output: string): Promise<CheckedRun> {
  if ('problem' in run) return run;
  const { wallSeconds, peakRssBytes, account } = run;
  const { stageSeconds } = account;
  const measured: GoodRun = {
    wallSeconds,
    peakRssBytes,
    ...(stageSeconds === undefined ? {} : { stageSeconds }),
  };
  if (!engine.hasOutput) return checkAccount(measured, account, input);
  try {
    const found = await readOutcome(output);
    const faults = differences(expectedOutcome(input.truth), found);
    if (faults.length > 0) return { problem: `other output: ${faults.join('; ')}` };
    return { ...measured, rows: found.factRows, totalAmountCents: found.totalAmountCents };
  } catch (error) {
    return {
      problem: `its output cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Holds what an engine says of a loaded warehouse against the truth; one that says nothing only counted lines. */
function checkAccount(measured: GoodRun, account: EngineAccount, { truth }: BenchInput): CheckedRun {
  const { rows, totalAmountCents } = account;
  if (rows === undefined || totalAmountCents === undefined) return measured;
  const { loaded, totalAmountCents: cents } = truth.total;
  return rows === loaded && totalAmountCents === cents
    ? { ...measured, rows, totalAmountCents }
    : { problem: `other output: ${rows} rows, ${totalAmountCents} cents instead of ${loaded}, ${cents}` };
}
