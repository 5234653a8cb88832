import type { RunCounts } from './message.ts';

/** Where a run that loaded its batch stops being a success. */
export interface OutcomeOptions {
  /** The largest acceptable share of quarantined rows among those read, 0 to 1; above it a run is partial. */
  readonly partialAbove: number;
}

/**
 * Tells a success from a partial one by the share of rows in quarantine. A batch of no rows is a success.
 * Whether a run failed or found nothing new is the caller's to know: counts cannot tell.
 * Throws a `RangeError` where `partialAbove` is not a share.
 */
export function outcomeOf(
  counts: Pick<RunCounts, 'read' | 'quarantined'>,
  options: OutcomeOptions,
): 'succeeded' | 'partial' {
  const { partialAbove } = options;
  if (!(partialAbove >= 0 && partialAbove <= 1)) {
    throw new RangeError(`partialAbove is ${partialAbove}; give a share from 0 to 1, such as 0.05 for 5 %.`);
  }
  return counts.quarantined > partialAbove * counts.read ? 'partial' : 'succeeded';
}
