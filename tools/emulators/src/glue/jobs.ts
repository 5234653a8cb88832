import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { motoPython } from '../motoEnvironment.ts';
import { StatesError } from '../states/statesError.ts';
import { sparkPython, sparkSubmitArguments } from './spark.ts';

/** A job of Glue. */
export interface GlueJob {
  readonly kind: 'glueetl' | 'pythonshell';
  /** The path of its script; what stands beside it can be imported. */
  readonly script: string;
  readonly defaultArguments: Readonly<Record<string, string>>;
}

/** A run of a job that has ended, as far as Glue tells of it. */
export interface JobRun {
  readonly Id: string;
  readonly JobName: string;
  readonly JobRunState: 'SUCCEEDED' | 'FAILED';
  readonly ErrorMessage?: string;
  /** In seconds. */
  readonly ExecutionTime: number;
}

/** Jobs of Glue, run on this machine. */
export interface GlueJobs {
  /** Runs a job to its end, as `glue:startJobRun.sync` does; throws StatesError where that fails. */
  readonly runSync: (parameters: unknown) => Promise<JobRun>;
  /** The runs that have ended, in the order of their ends. */
  readonly runs: readonly JobRun[];
  readonly stop: () => Promise<void>;
}

/** What the jobs are run with. */
export interface GlueJobsOptions {
  readonly jobs: Readonly<Record<string, GlueJob>>;
  readonly s3Endpoint: string;
  /** How SDKs find the stand-ins; the access key is the job's name, so that its calls are told from others. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Gives jobs whose scripts run in processes of their own: Spark on this machine, or plain Python with boto3. */
export function openGlueJobs({ jobs, s3Endpoint, environment }: GlueJobsOptions): GlueJobs {
  const runs: JobRun[] = [];
  const running = new Map<string, ChildProcess>();

  const run = async (JobName: string, args: Readonly<Record<string, string>>): Promise<JobRun> => {
    const { kind, script, defaultArguments } = jobs[JobName]!;
    const python = kind === 'glueetl' ? sparkPython : motoPython;
    const child = spawn(python, [script, ...Object.entries({ ...defaultArguments, ...args }).flat()], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        JAVA_HOME: process.env['JAVA_HOME'],
        PYTHONDONTWRITEBYTECODE: '1',
        ...environment,
        AWS_ACCESS_KEY_ID: JobName,
        ...(kind === 'glueetl'
          ? { PYSPARK_PYTHON: python, PYSPARK_SUBMIT_ARGS: sparkSubmitArguments(s3Endpoint) }
          : {}),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running.set(JobName, child);
    const startedAt = performance.now();
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = `${complaints}${text}`.slice(-50_000);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    running.delete(JobName);
    const ended: JobRun = {
      Id: `jr_${randomBytes(32).toString('hex')}`,
      JobName,
      ExecutionTime: Math.round((performance.now() - startedAt) / 1000),
      ...(code === 0
        ? { JobRunState: 'SUCCEEDED' }
        : { JobRunState: 'FAILED', ErrorMessage: lastWord(complaints) }),
    };
    runs.push(ended);
    return ended;
  };

  return {
    runs,
    runSync: async (parameters) => {
      const { JobName, Arguments = {} } = parameters as {
        readonly JobName: string;
        readonly Arguments?: Readonly<Record<string, string>>;
      };
      if (jobs[JobName] === undefined) {
        throw new StatesError('Glue.EntityNotFoundException', `Job ${JobName} is not found.`);
      }
      // As many at once as Glue allows unless told otherwise.
      if (running.has(JobName)) {
        throw new StatesError(
          'Glue.ConcurrentRunsExceededException',
          `Concurrent runs exceeded for ${JobName}`,
        );
      }
      const ended = await run(JobName, Arguments);
      if (ended.JobRunState === 'FAILED') throw new StatesError('States.TaskFailed', JSON.stringify(ended));
      return ended;
    },
    stop: async () => {
      const ends = [...running.values()].map(async (child) => {
        const ended = once(child, 'close');
        child.kill('SIGKILL');
        await ended;
      });
      await Promise.all(ends);
    },
  };
}

/** What a program says last, but for lines of a log and of a stack. */
function lastWord(complaints: string): string {
  const lines = complaints.split('\n').filter((line) => /^\S/.test(line) && !/^\d\d\/\d\d\/\d\d /.test(line));
  return lines.at(-1) ?? 'It ended without a word.';
}
