import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { localSparkJobs, type RunSparkJob } from '@sales/etl-core';
import { Effect, Schedule } from 'effect';
import { sparkPython } from './session.ts';

const scripts = join(import.meta.dirname, '../../jobs');

/** Runs each job in a driver of its own first, which is killed while it writes, and then once more to its end. */
export function killedOnce(lake: string, run: RunSparkJob): RunSparkJob {
  const alone = localSparkJobs({ scripts, python: sparkPython, cores: 2, memoryMb: 1024 });
  return (job, args) => {
    const batchId = args[args.indexOf('--batch_id') + 1]!;
    const work = join(lake, 'runs', batchId, 'work/spark');
    const written = {
      'raw-to-silver': join(work, 'plain'),
      'silver-to-gold': join(lake, 'gold/fact_sales', `batch=${batchId}`),
    }[job];
    const isWriting = Effect.suspend(() =>
      existsSync(written) && readdirSync(written, { recursive: true }).length > 0
        ? Effect.void
        : Effect.fail('not yet'),
    ).pipe(Effect.retry(Schedule.spaced('20 millis')), Effect.ignore);
    const killed = Effect.raceFirst(alone(job, args), isWriting).pipe(
      Effect.andThen(
        Effect.suspend(() =>
          existsSync(join(work, `${job}.json`))
            ? Effect.die(new Error(`${job} ended before it was killed.`))
            : Effect.void,
        ),
      ),
    );
    return Effect.andThen(killed, run(job, args));
  };
}
