import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type RunSparkJob, SparkUnusable, submitArguments } from '@sales/etl-core';
import { Effect } from 'effect';

/** A Spark that stays open, as long as tests need it. */
export interface SparkSession {
  readonly version: string;
  readonly ansi: string;
  readonly run: RunSparkJob;
  /** The same with files of at most so many bytes. */
  readonly runWithFilesOf: (bytes: number) => RunSparkJob;
  /** Gives the first column of a query's rows, as text. */
  readonly query: (sql: string) => Promise<readonly string[]>;
  readonly stop: () => void;
}

/** What the session says of itself, or answers. */
interface Answer {
  readonly version?: string;
  readonly ansi?: string;
  readonly failure?: string;
  readonly trace?: string;
  readonly rows?: readonly string[];
}

const folder = join(import.meta.dirname, '../../node_modules/.cache');

/** The interpreter that `install.sh` made, or the one that SPARK_PYTHON names. */
export const sparkPython = process.env['SPARK_PYTHON'] ?? join(folder, 'requirements/bin/python');

/** Says why Spark cannot be started here; undefined where it can. */
export function sparkProblem(): string | undefined {
  if (!existsSync(sparkPython)) return 'PySpark is not installed: run apps/glue-jobs/install.sh';
  return spawnSync('java', ['-version']).status === 0 ? undefined : 'there is no java';
}

/**
 * Few rows are read sooner than the JVM's second compiler is done. With the first one alone the JVM would stop compiling
 * at 48 MB of code, which one session for so many queries comes to.
 */
const small = {
  'spark.sql.shuffle.partitions': '2',
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m',
};

/** Starts Spark on two cores with little memory. */
export async function startSpark(settings: Readonly<Record<string, string>> = {}): Promise<SparkSession> {
  const submit = submitArguments({ cores: 2, memoryMb: 2048, settings: { ...small, ...settings } });
  const child = spawn(sparkPython, [join(import.meta.dirname, 'session.py')], {
    env: { ...process.env, PYSPARK_PYTHON: sparkPython, PYSPARK_SUBMIT_ARGS: submit },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-10_000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`Spark ended: ${complaints}`);
    return JSON.parse(value) as Answer;
  };
  const { version = '', ansi = '' } = await next();
  const ask = (call: object) =>
    Effect.tryPromise({
      async try() {
        child.stdin.write(`${JSON.stringify(call)}\n`);
        const { failure, trace, rows = [] } = await next();
        if (failure !== undefined) throw new Error(`${failure}\n${trace}`);
        return rows;
      },
      catch: (cause) => new SparkUnusable({ message: (cause as Error).message, cause }),
    });
  return {
    version,
    ansi,
    run: (job, args) => Effect.asVoid(ask({ job, args })),
    runWithFilesOf: (fileBytes) => (job, args) => Effect.asVoid(ask({ job, args, fileBytes })),
    query: (sql) => Effect.runPromise(ask({ query: sql })),
    stop: () => child.kill('SIGKILL'),
  };
}
