/* Raw to gold with this library's Spark jobs, each in a JVM of its own, as Glue starts them. */
import { localSparkJobs } from '@sales/etl-core';
import { readJob } from '../job.ts';
import { rawToGold } from './rawToGold.ts';

const job = readJob();
await rawToGold(
  job,
  localSparkJobs({
    scripts: process.env['SPARK_JOBS']!,
    cores: job.cores,
    memoryMb: Number(process.env['SPARK_MEMORY_MB']),
  }),
);
