import { execFile, spawn } from 'node:child_process';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Manifest, ObjectStore } from '@sales/lake';
import { Effect } from 'effect';
import type { Pipeline } from '../pipeline.ts';
import { planSparkBatch, sparkKeys } from './batch.ts';
import { workKeys } from '../steps/workKeys.ts';
import { SparkUnusable } from './errors.ts';
import { sparkOutcome } from './outcome.ts';
import { renderSparkPlan } from './plan.ts';

/** How the jobs are run on this machine. */
export interface LocalSpark {
  /** The folder with the jobs' scripts. */
  readonly scripts: string;
  /** An interpreter that has PySpark; by default `PYTHON`, else `python3`. */
  readonly python?: string;
  readonly cores?: number;
  readonly memoryMb?: number;
  /** Settings of Spark beside those that the plan needs. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The version that Glue 5.1 has, and that this pipeline is tested with. */
const sparkVersion = '3.5.6';
const scriptOf = { 'raw-to-silver': 'raw_to_silver.py', 'silver-to-gold': 'silver_to_gold.py' } as const;
export type SparkJob = keyof typeof scriptOf;
const sparkJobs = Object.keys(scriptOf) as readonly SparkJob[];

/** Runs one job to its end, with the arguments that Glue would give it. */
export type RunSparkJob = (job: SparkJob, args: readonly string[]) => Effect.Effect<void, SparkUnusable>;

/** Cleans and models a batch with Spark: what is written and counted is what the default engine gives. */
export const prepareWithSpark = Effect.fn('etl.prepareWithSpark')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  run: RunSparkJob,
) {
  const { batchId } = manifest;
  yield* writeSparkBatch(pipeline, manifest);
  const store = yield* ObjectStore;
  const { plan } = sparkKeys(batchId);
  const lake = store.url(plan).slice(0, -plan.length - 1);
  for (const job of sparkJobs)
    yield* run(job, [
      '--lake',
      lake,
      '--batch_id',
      batchId,
      '--plan',
      store.url(plan),
      '--contract_version',
      String(pipeline.contract.version),
    ]);
  const outcome = yield* sparkOutcome(pipeline, manifest);
  yield* store.removePrefix(workKeys(batchId).work);
  return outcome;
});

/** Runs jobs on this machine, each in a process of its own; fails at once, saying what to install, where Spark is not. */
export function localSparkJobs(local: LocalSpark): RunSparkJob {
  const python = local.python ?? process.env['PYTHON'] ?? 'python3';
  return (job, args) => Effect.andThen(findSpark(python), runJob(job, python, local, args));
}

/** Writes down for the jobs what they need to know: the plan and the batch's objects. */
export const writeSparkBatch = Effect.fn('etl.writeSparkBatch')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
) {
  const store = yield* ObjectStore;
  const batch = yield* planSparkBatch(pipeline, manifest);
  const keys = sparkKeys(manifest.batchId);
  yield* store.put(keys.plan, JSON.stringify(renderSparkPlan(pipeline)));
  yield* store.put(keys.batch, JSON.stringify(batch));
  return batch;
});

/** Fails, saying how to install what is missing, unless Spark can be started here. */
const findSpark = Effect.fn('etl.findSpark')(function* (python: string) {
  yield* start(python, ['-c', 'import pyspark']).pipe(
    Effect.mapError((cause) => {
      const message = `${python} has no PySpark. Install it with "python3 -m venv spark && spark/bin/pip install pyspark==${sparkVersion}", set PYTHON=spark/bin/python, and run again.`;
      return new SparkUnusable({ message, cause });
    }),
  );
  yield* start(process.env['JAVA_HOME'] === undefined ? 'java' : join(process.env['JAVA_HOME'], 'bin/java'), [
    '-version',
  ]).pipe(
    Effect.mapError((cause) => {
      const message =
        'Spark needs Java 17, and java does not start. Install a JDK 17, or set JAVA_HOME to one, and run again.';
      return new SparkUnusable({ message, cause });
    }),
  );
});

function start(program: string, args: readonly string[]) {
  return Effect.tryPromise({ try: () => promisify(execFile)(program, args), catch: (error) => error });
}

function runJob(
  job: SparkJob,
  python: string,
  local: LocalSpark,
  args: readonly string[],
): Effect.Effect<void, SparkUnusable> {
  const env = { ...process.env, PYSPARK_PYTHON: python, PYSPARK_SUBMIT_ARGS: submitArguments(local) };
  return Effect.callback<void, SparkUnusable>((resume) => {
    const child = spawn(python, [join(local.scripts, scriptOf[job]), ...args], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let last = '';
    child.stderr.on('data', (chunk: Buffer) => (last = (last + chunk.toString()).slice(-20_000)));
    const fail = (cause: unknown, why: string): void =>
      resume(Effect.fail(new SparkUnusable({ message: `The Spark job ${job} failed: ${why}`, cause })));
    child.on('error', (error) => fail(error, error.message));
    child.on('close', (code, signal) => {
      if (code === 0) resume(Effect.void);
      else fail(last, `it ended with ${signal ?? `code ${code}`}. ${causeIn(last)}`);
    });
    return Effect.sync(() => child.kill('SIGKILL'));
  });
}

/** Spark's own settings on this machine, as its launcher reads them. */
export function submitArguments(local: Omit<LocalSpark, 'scripts'>): string {
  const {
    cores = availableParallelism(),
    memoryMb = Math.floor(totalmem() / 4 / 1024 / 1024),
    settings = {},
  } = local;
  const conf: Record<string, string> = {
    'spark.ui.enabled': 'false',
    'spark.ui.showConsoleProgress': 'false',
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.host': '127.0.0.1',
    'spark.sql.shuffle.partitions': String(Math.max(cores * 2, 4)),
    ...settings,
  };
  const options = Object.entries(conf).map(([name, value]) => `--conf "${name}=${value}"`);
  return `--master "local[${cores}]" --driver-memory ${memoryMb}m ${options.join(' ')} pyspark-shell`;
}

/** The line of a job's output that says why it failed. */
function causeIn(output: string): string {
  const lines = output.trimEnd().split('\n');
  return (
    lines.findLast((line) => /^[a-z-]+-to-[a-z]+: /.test(line)) ??
    lines.find((line) => /(?:Exception|Error): /.test(line)) ??
    lines.at(-1) ??
    ''
  ).trim();
}
