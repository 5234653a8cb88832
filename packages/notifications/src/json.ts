import type { RunMessage } from './message.ts';
import { reasonsBySize } from './reasons.ts';

/**
 * Renders a message for a program: one JSON object on one line, with the fields of `RunMessage` under the same names,
 * all of them present. What is undefined is `null`. `totalAmountCents` is a string of digits, because a JSON number
 * beyond 2^53 loses cents in most readers. `reasons` is ordered by rows, the largest first.
 */
export function renderJson(message: RunMessage): string {
  return JSON.stringify({
    outcome: message.outcome,
    pipeline: message.pipeline,
    batchId: message.batchId ?? null,
    objects: message.objects.map(({ key, sizeBytes }) => ({ key, sizeBytes })),
    counts: {
      read: message.counts.read,
      loaded: message.counts.loaded,
      quarantined: message.counts.quarantined,
      duplicates: message.counts.duplicates,
      superseded: message.counts.superseded,
    },
    reasons: Object.fromEntries(reasonsBySize(message.reasons)),
    totalAmountCents: message.totalAmountCents?.toString() ?? null,
    durationMs: message.durationMs,
    cause: message.cause ?? null,
    nextCommand: message.nextCommand ?? null,
    finishedAt: message.finishedAt,
  });
}
