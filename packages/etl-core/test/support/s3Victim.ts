/**
 * A process of its own that runs the sales pipeline on a lake in a bucket, given as JSON in its arguments. It prints
 * `done` or `failed <tag>`. Who serves its calls to S3 sees how far it is, and can kill it there.
 */
import { Cause, Effect, Exit } from 'effect';
import { runPipeline, salesPipeline } from '../../src/index.ts';
import { type BucketLake, bucketServices } from './bucketLake.ts';

const lake = JSON.parse(process.argv[2] ?? '') as BucketLake;
const program = runPipeline({ pipeline: salesPipeline, workers: 1 });
const exit = await Effect.runPromiseExit(Effect.provide(program, bucketServices(lake)));
if (Exit.isSuccess(exit)) console.log('done');
else
  console.log(`failed ${(Cause.squash(exit.cause) as { _tag?: string })._tag ?? Cause.pretty(exit.cause)}`);
process.exit();
