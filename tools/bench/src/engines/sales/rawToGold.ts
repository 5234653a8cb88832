/*
 * Raw to gold with this library: a run up to where it would load. The output folder is the lake, and the input's files
 * lie in its bronze prefix already. The files are complete and published when the warehouse is first asked for
 * something; there the run ends.
 */
import {
  localFolder,
  type RunSparkJob,
  runPipeline,
  salesPipeline,
  silentNotifier,
  Warehouse,
} from '@sales/etl-core';
import { Deferred, Effect, Layer } from 'effect';
import { type Job, reportAccount } from '../job.ts';

/** Cleans and models what lies in the lake, by Spark's jobs where they are given, and reports the seconds of each stage. */
export async function rawToGold({ output, cores }: Job, spark?: RunSparkJob): Promise<void> {
  const stageSeconds: Record<string, number> = {};
  const work = Effect.gen(function* () {
    const published = yield* Deferred.make<void>();
    const closedWarehouse = Layer.mock(Warehouse, {
      migrate: () => Effect.andThen(Deferred.succeed(published, undefined), Effect.never),
    });
    const run = runPipeline({
      pipeline: salesPipeline,
      workers: cores,
      spark,
      onEvent: (event) => {
        if (event.type === 'stage-finished') stageSeconds[event.stage] = event.seconds;
      },
    });
    const services = Layer.mergeAll(localFolder(output), closedWarehouse, silentNotifier);
    yield* Effect.raceFirst(Effect.provide(run, services), Deferred.await(published));
  });
  await Effect.runPromise(work);
  reportAccount({ stageSeconds });
}
