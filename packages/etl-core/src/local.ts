import { join } from 'node:path';
import { localFolder, type ObjectStore } from '@sales/lake';
import { consoleNotifier, type Notifier, silentNotifier } from '@sales/notifications';
import { embeddedWarehouse, type Warehouse } from '@sales/warehouse';
import { Cause, Effect, Exit, Layer } from 'effect';
import type { OnEvent } from './events.ts';
import { type Pipeline, salesPipeline } from './pipeline.ts';
import { type LocalSpark, localSparkJobs } from './spark/jobs.ts';
import { runPipeline, type RunSummary } from './runPipeline.ts';

/** The services that a pipeline needs. */
export type PipelineServices = ObjectStore | Warehouse | Notifier;

/** What DuckDB may hold of a load in memory; past it, it writes to disk. */
const warehouseMemory = '320MB';

/** Gives the services of a local run: a folder as the lake, and in it `warehouse.duckdb` as the warehouse. */
export function localServices(options: { readonly lake: string; readonly notify?: boolean }) {
  return Layer.mergeAll(
    localFolder(options.lake),
    embeddedWarehouse({ path: join(options.lake, 'warehouse.duckdb'), memoryLimit: warehouseMemory }),
    options.notify === true ? consoleNotifier : silentNotifier,
  );
}

/** What a local run takes. */
export interface RunLocallyOptions {
  /** The folder that is the lake; it is made when it is not there. */
  readonly lake: string;
  /** Files or folders to take into the lake first. */
  readonly inputs?: readonly string[];
  /** Default: the sales pipeline. */
  readonly pipeline?: Pipeline;
  readonly onEvent?: OnEvent;
  /** How many threads work on rows; by default as many as there are processors. */
  readonly workers?: number;
  /** Cleans and models with Spark on this machine, with the jobs in the folder `scripts`, in place of this process. */
  readonly spark?: LocalSpark;
  /** Stops the run; a stopped run leaves nothing half done, and the next one takes up its work. */
  readonly signal?: AbortSignal;
  /** Whether a message about each batch is written to standard error. */
  readonly notify?: boolean;
}

/**
 * Runs a pipeline on this machine, for callers without Effect.
 *
 * Rejects with the tagged errors that `runPipeline` fails with, each with a `message` for people and a `_tag` for
 * programs; when it was stopped, with the signal's reason.
 */
export async function runLocally(options: RunLocallyOptions): Promise<RunSummary> {
  const { pipeline = salesPipeline, inputs, onEvent, signal, workers, spark } = options;
  const run = runPipeline({
    pipeline,
    workers,
    spark: spark && localSparkJobs(spark),
    ...(inputs === undefined ? {} : { inputs }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const exit = await Effect.runPromiseExit(
    run.pipe(Effect.provide(localServices(options))),
    signal === undefined ? {} : { signal },
  );
  if (Exit.isSuccess(exit)) return exit.value;
  throw signal?.aborted && Cause.hasInterruptsOnly(exit.cause) ? signal.reason : Cause.squash(exit.cause);
}
