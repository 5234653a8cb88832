import { caseTitle, type BenchCase } from './benchCase.ts';
import { canBind } from './cores.ts';
import { type Engine, Unavailable } from './engine.ts';
import { engines, salesRun } from './engines.ts';
import { benchInput, type BenchInput } from './input.ts';
import { describeMachine } from './machine.ts';
import { type GoodRun, runChecked } from './measure.ts';
import type { CaseResult, Measurement } from './measurement.ts';
import { median } from './median.ts';
import type { BenchOptions, Temperature } from './options.ts';

/** An engine with what it is and its version, or the reason why it cannot run here. */
export interface ReadyEngine {
  readonly engine: Engine;
  readonly version?: string;
  readonly problem?: string;
}

/** Makes the engines ready that were asked for; one that cannot run stays in the list, with the reason. */
export async function readyEngines({ engines: names, whole }: BenchOptions): Promise<readonly ReadyEngine[]> {
  const chosen = whole ? [salesRun] : names.map((name) => engines[name]);
  const ready: ReadyEngine[] = [];
  for (const engine of chosen) {
    try {
      ready.push({ engine, version: `${engine.title}; ${await engine.prepare()}` });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      ready.push({ engine, problem: error.message });
    }
  }
  return ready;
}

/** Measures all engines on one case. They take turns, so that what disturbs the machine disturbs all of them. */
export async function measureCase(
  benchCase: BenchCase,
  ready: readonly ReadyEngine[],
  options: BenchOptions,
  command: string,
): Promise<CaseResult> {
  tell(`${caseTitle(benchCase)}: input`);
  const input = await benchInput(benchCase, options.seed);
  const measurements: Measurement[] = [];
  for (const temperature of options.temperatures) {
    measurements.push(...(await measureAt(temperature, input, ready, options)));
  }
  return {
    mode: options.whole ? 'whole' : 'gold',
    case: benchCase,
    bytes: input.truth.total.bytes,
    rowsRead: input.truth.total.read,
    measuredAt: new Date().toISOString(),
    machine: describeMachine(),
    coresUsed: options.cores,
    isBound: canBind(),
    command,
    versions: Object.fromEntries(
      ready.flatMap(({ engine, version }) => (version === undefined ? [] : [[engine.name, version]])),
    ),
    measurements,
  };
}

async function measureAt(
  temperature: Temperature,
  input: BenchInput,
  ready: readonly ReadyEngine[],
  options: BenchOptions,
): Promise<readonly Measurement[]> {
  const problems = new Map(ready.flatMap(({ engine, problem }) => (problem ? [[engine, problem]] : [])));
  const runs = new Map(ready.map(({ engine }) => [engine, [] as GoodRun[]]));
  for (let turn = 0; turn < options.runs; turn++) {
    for (const { engine } of ready) {
      if (problems.has(engine)) continue;
      const run = await runChecked(engine, input, temperature, options);
      if ('problem' in run) problems.set(engine, run.problem);
      else runs.get(engine)!.push(run);
      tell(
        `  ${temperature} ${engine.name}: ${'problem' in run ? run.problem : `${run.wallSeconds.toFixed(2)} s`}`,
      );
    }
  }
  return ready.map(({ engine }) => {
    const problem = problems.get(engine);
    return problem === undefined
      ? summary(engine, temperature, runs.get(engine)!)
      : { engine: engine.name, temperature, wallSeconds: [], peakRssBytes: 0, problem };
  });
}

function summary(engine: Engine, temperature: Temperature, runs: readonly GoodRun[]): Measurement {
  const wallSeconds = runs.map((run) => run.wallSeconds);
  const middle = median(wallSeconds);
  const typical = runs.toSorted(
    (a, b) => Math.abs(a.wallSeconds - middle) - Math.abs(b.wallSeconds - middle),
  )[0]!;
  const { stageSeconds, rows, totalAmountCents } = typical;
  return {
    engine: engine.name,
    temperature,
    wallSeconds,
    peakRssBytes: Math.max(...runs.map((run) => run.peakRssBytes)),
    ...(stageSeconds === undefined ? {} : { stageSeconds }),
    ...(rows === undefined ? {} : { rows }),
    ...(totalAmountCents === undefined ? {} : { totalAmountCents }),
  };
}

/** Progress goes where it does not mix with what is asked for. */
function tell(text: string): void {
  console.error(`bench: ${text}`);
}
