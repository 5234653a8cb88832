import { LakeError, type Manifest, ObjectStore, readRun, runKeys } from '@sales/lake';
import { Clock, Effect } from 'effect';
import { reportSchema } from '../batchReport.ts';
import { deliverMessage, type Draft, failureMessage, successMessage } from '../messages.ts';
import type { Pipeline } from '../pipeline.ts';
import { decodeDetails } from '../published.ts';
import type { Failure, Remains } from './failure.ts';
import { workKeys } from './workKeys.ts';

/** How people are told. */
export interface TellingOptions {
  /** The execution that ended: it is told of once. */
  readonly execution: string;
  /** What the commands that messages suggest need in addition, such as `--env dev`. */
  readonly commandFlags: string;
}

/** Tells people that a batch was loaded, once. Fails when the message cannot be sent. Gives the batch's report. */
export const tellLoaded = Effect.fn('etl.tellLoaded')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  options: TellingOptions,
) {
  const { batchId } = manifest;
  const found = yield* readRun(batchId);
  if (found?.state.status !== 'loaded') {
    const message = `Batch ${batchId} is not loaded, so there is nothing to tell. See \`sales status\`.`;
    return yield* new LakeError({ reason: 'NotFound', key: runKeys(batchId).state, message });
  }
  const report = yield* decodeDetails(found.state, reportSchema);
  const draft = successMessage(pipeline, manifest, report, Date.parse(manifest.createdAt));
  return { report, sent: yield* tellOnce(batchId, draft, options) };
});

/** Tells people that a batch failed, once. Fails when the message cannot be sent. */
export const tellFailed = Effect.fn('etl.tellFailed')(function* (
  pipeline: Pipeline,
  manifest: Manifest,
  failed: { readonly failure: Pick<Failure, 'cause'>; readonly remains: Remains } & TellingOptions,
) {
  const { batchId } = manifest;
  const draft = redriveMessage(pipeline, manifest, failed.failure.cause, Date.parse(manifest.createdAt));
  return { sent: yield* tellOnce(batchId, draft, failed) };
});

/** Tells people that a batch failed where the lake itself cannot be asked: all that is known of the batch is its id. */
export const tellWithoutLake = Effect.fn('etl.tellWithoutLake')(function* (
  pipeline: Pipeline,
  { batchId, cause }: { readonly batchId: string; readonly cause: string },
  { commandFlags }: Pick<TellingOptions, 'commandFlags'>,
) {
  const draft = redriveMessage(pipeline, { batchId, objects: [] }, cause, yield* Clock.currentTimeMillis);
  yield* deliverMessage(withFlags(draft, commandFlags));
});

function redriveMessage(
  pipeline: Pipeline,
  manifest: Pick<Manifest, 'batchId' | 'objects'>,
  cause: string,
  startedAtMs: number,
): Draft {
  const { program } = pipeline;
  const nextCommand = program === undefined ? undefined : `${program} redrive ${manifest.batchId}`;
  return { ...failureMessage(pipeline, manifest, new Error(cause), startedAtMs), nextCommand };
}

function withFlags(draft: Draft, commandFlags: string): Draft {
  const { nextCommand } = draft;
  return {
    ...draft,
    nextCommand: nextCommand === undefined ? undefined : `${nextCommand} ${commandFlags}`.trim(),
  };
}

/** A message that was sent leaves a mark; one that is sent just before its mark is lost is sent twice, never not at all. */
const tellOnce = Effect.fnUntraced(function* (
  batchId: string,
  draft: Draft,
  { execution, commandFlags }: TellingOptions,
) {
  const store = yield* ObjectStore;
  const key = workKeys(batchId).told(execution);
  if ((yield* store.head(key)) !== undefined) return false;
  yield* deliverMessage(withFlags(draft, commandFlags));
  yield* Effect.ignore(store.put(key, JSON.stringify({ outcome: draft.outcome })));
  return true;
});
