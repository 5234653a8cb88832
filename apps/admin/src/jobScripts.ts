import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Effect } from 'effect';
import { UsageError } from './errors.ts';

/** The folder with the scripts that Glue and a local Spark run; they are not published beside this command line yet. */
export const jobScripts = Effect.try({
  try: () => dirname(fileURLToPath(import.meta.resolve('@sales/glue-jobs/jobs/etl_job.py'))),
  catch: () =>
    new UsageError({
      message:
        'The Spark jobs are not installed with this command line. Run it from a clone of the repository, or without --engine spark.',
    }),
});
