import type { Manifest } from '@sales/lake';
import { Notifier, outcomeOf, type RunMessage } from '@sales/notifications';
import { Clock, Effect } from 'effect';
import type { BatchReport } from './batchReport.ts';
import type { Pipeline } from './pipeline.ts';

/** What is said of a batch; `finishedAt` and the duration are filled in when it is sent. */
export type Draft = Omit<RunMessage, 'durationMs' | 'finishedAt'> & { readonly startedAtMs: number };

/** Says that a batch was loaded, and whether too much of it was quarantined. */
export function successMessage(
  pipeline: Pipeline,
  manifest: Manifest,
  report: BatchReport,
  startedAtMs: number,
): Draft {
  const outcome = outcomeOf(report, { partialAbove: pipeline.partialAbove });
  const share = report.read === 0 ? 0 : report.quarantined / report.read;
  return {
    ...about(pipeline, manifest, startedAtMs),
    outcome,
    counts: report,
    reasons: report.reasons,
    totalAmountCents: report.totalAmountCents,
    cause:
      outcome === 'partial'
        ? `${(share * 100).toFixed(1)} % of the rows were quarantined, more than the ${percent(pipeline.partialAbove)} % that are expected at most.`
        : undefined,
    nextCommand: commandOf(pipeline, report.quarantined > 0 ? `quarantine list ${report.batchId}` : 'status'),
  };
}

/** Says that a batch failed, why, and what to do. */
export function failureMessage(
  pipeline: Pipeline,
  manifest: Pick<Manifest, 'batchId' | 'objects'>,
  error: Error,
  startedAtMs: number,
): Draft {
  return {
    ...about(pipeline, manifest, startedAtMs),
    outcome: 'failed',
    counts: { read: 0, loaded: 0, quarantined: 0, duplicates: 0, superseded: 0 },
    reasons: {},
    totalAmountCents: undefined,
    cause: error.message,
    nextCommand: commandOf(pipeline, 'run'),
  };
}

/** Sends a message. A message that cannot be sent is logged and does not undo what was done. */
export const sendMessage = Effect.fn('etl.notify')(function* (draft: Draft) {
  yield* deliverMessage(draft).pipe(
    Effect.catch((error) => Effect.logWarning(`The message about the run was not sent: ${error.message}`)),
  );
});

/** Sends a message, or fails. */
export const deliverMessage = Effect.fn('etl.deliver')(function* ({ startedAtMs, ...draft }: Draft) {
  const notifier = yield* Notifier;
  const now = yield* Clock.currentTimeMillis;
  yield* notifier.notify({
    ...draft,
    durationMs: now - startedAtMs,
    finishedAt: new Date(now).toISOString(),
  });
});

function commandOf({ program }: Pipeline, command: string): string | undefined {
  return program === undefined ? undefined : `${program} ${command}`;
}

function about(pipeline: Pipeline, manifest: Pick<Manifest, 'batchId' | 'objects'>, startedAtMs: number) {
  return {
    pipeline: pipeline.contract.name,
    batchId: manifest.batchId,
    objects: manifest.objects.map(({ key, sizeBytes }) => ({ key, sizeBytes })),
    startedAtMs,
  };
}

/** A share in percent, as it was written: 0.07 times 100 is 7.000000000000001. */
function percent(share: number): number {
  return Number((share * 100).toPrecision(12));
}
