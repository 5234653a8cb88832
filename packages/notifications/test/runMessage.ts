import type { RunMessage } from '../src/index.ts';

/** Makes a run of 1,000 rows in one object that went well, with what a test wants different. */
export function runMessage(changes: Partial<RunMessage> = {}): RunMessage {
  return {
    outcome: 'succeeded',
    pipeline: 'sales',
    batchId: '20251103-4f2a',
    objects: [{ key: 'raw/sales/monday.json', sizeBytes: 204_800 }],
    counts: { read: 1_000, loaded: 980, quarantined: 12, duplicates: 8, superseded: 3 },
    reasons: { missing_store_id: 4, date_invalid: 8 },
    totalAmountCents: 12_345_678n,
    durationMs: 2_345,
    cause: undefined,
    nextCommand: 'pnpm sales report 20251103-4f2a',
    finishedAt: '2025-11-03T06:00:02.345Z',
    ...changes,
  };
}
