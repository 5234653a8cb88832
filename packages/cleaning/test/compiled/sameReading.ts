import {
  describeCase,
  type FuzzCase,
  type FuzzLimits,
  type FuzzOutcome,
  renderCase,
  shrunkCase,
} from '@sales/fuzz';
import { compareReaders } from './fuzzTarget.ts';

/** Limits at which nothing is unusual. */
const plainLimits: FuzzLimits = {
  rowsPerTable: 5_000,
  trialRows: 5_000,
  mostlyDistinct: 1,
  shapes: 256,
  keptEntries: 5_000,
  firstEntries: 64,
  firstBytes: 1_024,
};

/** A case of one object that is given whole. */
export function oneText(
  contract: string,
  text: string | Uint8Array,
  limits: Partial<FuzzLimits> = {},
): FuzzCase {
  return {
    contract,
    ingestDate: '2024-06-30',
    limits: { ...plainLimits, ...limits },
    objects: [{ key: 'a.ndjson', text: Buffer.from(text as string), cuts: [], parts: [] }],
  };
}

/** Reads a case in all ways; throws with the smallest case that shows a difference, if there is one. */
export function sameReading(fuzzCase: FuzzCase, origin = ''): FuzzOutcome {
  const outcome = outcomeOf(fuzzCase);
  if (outcome.difference === undefined) return outcome;
  const smallest = shrunkCase(fuzzCase, (candidate) => outcomeOf(candidate).difference !== undefined, 2_000);
  throw new Error(
    `${origin}\n${outcomeOf(smallest).difference}\n${describeCase(smallest)}\n${renderCase(smallest)}`,
  );
}

function outcomeOf(fuzzCase: FuzzCase): FuzzOutcome {
  try {
    return compareReaders(fuzzCase);
  } catch (error) {
    return { difference: `A reader threw ${String(error)}`, lines: 0, fastLines: 0 };
  }
}
