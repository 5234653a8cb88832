import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with the scripts that Glue and a local Spark run. */
export function jobScripts(): string {
  return dirname(fileURLToPath(import.meta.resolve('@sales/glue-jobs/jobs/etl_job.py')));
}
