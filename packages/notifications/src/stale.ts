import type { RunMessage } from './message.ts';
import { renderDuration } from './quantities.ts';

/** When data were last loaded, and how long a pause may be. */
export interface StaleOptions {
  readonly pipeline: string;
  /** When a batch was last loaded; undefined where none ever was. */
  readonly lastLoadedAt: Date | undefined;
  readonly now: Date;
  /** The longest pause that is no reason to worry. */
  readonly freshnessHours: number;
  readonly nextCommand: string | undefined;
}

/** Makes the message that no batch was loaded for too long, or gives nothing while that is not so. */
export function staleMessage(options: StaleOptions): RunMessage | undefined {
  const { pipeline, lastLoadedAt, now, freshnessHours, nextCommand } = options;
  const silentMs = lastLoadedAt === undefined ? undefined : now.getTime() - lastLoadedAt.getTime();
  if (silentMs !== undefined && silentMs <= freshnessHours * 3_600_000) return undefined;
  const expected = `At least one is expected every ${renderDuration(freshnessHours * 3_600_000)}.`;
  return {
    outcome: 'stale',
    pipeline,
    batchId: undefined,
    objects: [],
    counts: { read: 0, loaded: 0, quarantined: 0, duplicates: 0, superseded: 0 },
    reasons: {},
    totalAmountCents: undefined,
    durationMs: silentMs ?? 0,
    cause:
      lastLoadedAt === undefined
        ? `No batch was ever loaded. ${expected}`
        : `The last batch was loaded at ${lastLoadedAt.toISOString()}. ${expected}`,
    nextCommand,
    finishedAt: now.toISOString(),
  };
}
