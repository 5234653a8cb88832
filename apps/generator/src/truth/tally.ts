import type { TruthCounts } from './truth.ts';

/** The counts of one file while it is written. */
export interface Tally {
  read: number;
  loaded: number;
  duplicates: number;
  superseded: number;
  /** The loaded rows' total amounts. Clean lines add to the number, which is fast; all others to the bigint. */
  fastCents: number;
  cents: bigint;
  readonly reasons: Map<string, number>;
  readonly repairs: Map<string, number>;
  rejected: number;
}

export function emptyTally(): Tally {
  return {
    read: 0,
    loaded: 0,
    duplicates: 0,
    superseded: 0,
    fastCents: 0,
    cents: 0n,
    reasons: new Map(),
    repairs: new Map(),
    rejected: 0,
  };
}

export function countEach(counts: Map<string, number>, names: Iterable<string>): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Adds up the counts of several files. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) {
    sum.read += tally.read;
    sum.loaded += tally.loaded;
    sum.duplicates += tally.duplicates;
    sum.superseded += tally.superseded;
    sum.rejected += tally.rejected;
    sum.cents += tally.cents + BigInt(tally.fastCents);
    for (const [name, count] of tally.reasons) sum.reasons.set(name, (sum.reasons.get(name) ?? 0) + count);
    for (const [name, count] of tally.repairs) sum.repairs.set(name, (sum.repairs.get(name) ?? 0) + count);
  }
  return sum;
}

/** Renders counts as the truth file holds them. */
export function truthCounts(tally: Tally): TruthCounts {
  return {
    read: tally.read,
    accepted: tally.read - tally.rejected,
    rejected: tally.rejected,
    loaded: tally.loaded,
    duplicates: tally.duplicates,
    superseded: tally.superseded,
    totalAmountCents: String(tally.cents + BigInt(tally.fastCents)),
    reasons: sortedCounts(tally.reasons),
    repairs: sortedCounts(tally.repairs),
  };
}

export function sortedCounts(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
