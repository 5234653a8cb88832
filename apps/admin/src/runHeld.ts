import type { BatchReport, OnEvent } from '@sales/etl-core';
import { Effect } from 'effect';
import { LockHeld as Held } from './errors.ts';
import { jobScripts } from './jobScripts.ts';
import { shellWord } from './launcher.ts';
import type { EtlCore } from './modules.ts';

/** Runs the sales pipeline in a lake. Where another run is at work in it, says what to type. */
export const runHeld = Effect.fnUntraced(function* (
  core: EtlCore,
  lake: string,
  options: {
    readonly inputs: readonly string[];
    readonly onEvent: OnEvent;
    readonly onBatch: (report: BatchReport) => void;
    /** Whether a local Spark cleans and models. */
    readonly bySpark?: boolean;
  },
) {
  const { inputs, onBatch, bySpark = false } = options;
  const spark = bySpark ? core.localSparkJobs({ scripts: yield* jobScripts }) : undefined;
  const onEvent: OnEvent = (event) => {
    options.onEvent(event);
    if (event.type === 'batch-finished') onBatch(event.report);
  };
  return yield* core
    .runPipeline({ pipeline: core.salesPipeline, inputs, onEvent, spark })
    .pipe(Effect.catchTag('LockHeld', ({ owner }) => new Held({ message: heldBy(owner, lake) })));
});

function heldBy(owner: { readonly pid: number; readonly host: string }, lake: string): string {
  return `Another run is at work in the lake "${lake}": process ${owner.pid} on ${owner.host}. Wait for it, or if it is gone for good, run \`sales unlock --lake ${shellWord(lake)}\`.`;
}
