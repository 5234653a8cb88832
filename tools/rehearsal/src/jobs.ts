import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GlueJob } from '@sales/emulators';
import type { GlueJobNames } from '@sales/workflow';

/** The jobs' names, as the deployment gives them. */
export const jobNames: GlueJobNames = {
  rawToSilver: 'sales-rehearsal-raw-to-silver',
  silverToGold: 'sales-rehearsal-silver-to-gold',
  goldToRedshift: 'sales-rehearsal-gold-to-redshift',
};

/** The deployed jobs: the scripts themselves, and what the deployment tells the one that loads of the warehouse. */
export function jobsOf(
  warehouseArguments: Readonly<Record<string, string>>,
): Readonly<Record<string, GlueJob>> {
  const scripts = dirname(fileURLToPath(import.meta.resolve('@sales/glue-jobs/jobs/etl_job.py')));
  const spark = (script: string): GlueJob => ({
    kind: 'glueetl',
    script: join(scripts, script),
    defaultArguments: { '--job-bookmark-option': 'job-bookmark-disable' },
  });
  return {
    [jobNames.rawToSilver]: spark('raw_to_silver.py'),
    [jobNames.silverToGold]: spark('silver_to_gold.py'),
    [jobNames.goldToRedshift]: {
      kind: 'pythonshell',
      script: join(scripts, 'gold_to_redshift.py'),
      defaultArguments: warehouseArguments,
    },
  };
}
