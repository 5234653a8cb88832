import type { FuzzCase } from './fuzzCase.ts';

/** What came of a case. */
export interface FuzzOutcome {
  /** What the readers do not agree on, in a sentence; undefined when they do. */
  readonly difference: string | undefined;
  readonly lines: number;
  /** How many of them the fastest reader took by itself. */
  readonly fastLines: number;
}

/** What is fuzzed: several readers that must say the same of every case. */
export interface FuzzTarget {
  readonly run: (fuzzCase: FuzzCase) => FuzzOutcome;
  /** Matches the URLs of the scripts whose coverage leads the search. */
  readonly covers: RegExp;
}
