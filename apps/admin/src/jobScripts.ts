import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Effect } from 'effect';
import { UsageError } from './errors.ts';

/** By a name and not at once: who installs this command line does without. */
const oneOfTheJobs = '@sales/glue-jobs/jobs/etl_job.py';

/** The folder with the scripts that Glue and a local Spark run; they are not published beside this command line yet. */
export const jobScripts = Effect.try({
  try: () => dirname(fileURLToPath(import.meta.resolve(oneOfTheJobs))),
  catch: () =>
    new UsageError({
      message:
        'The Spark jobs are not installed with this command line. Run it from a clone of the repository, or without --engine spark.',
    }),
});
