import type { Truth } from '@sales/generator';
import type { Digests } from './warehouse.ts';

/** What the tables must hold, as a truth says. */
export function expectedDigests({ facts, dimensions }: Truth): Digests {
  if (facts.sha256 === undefined)
    throw new Error('The truth of so much data has no digest: ask for fewer rows.');
  return {
    facts: { rows: facts.rows, sha256: facts.sha256 },
    months: Object.fromEntries(Object.entries(facts.months).filter(([, { rows }]) => rows > 0)),
    dimensions: Object.fromEntries(
      Object.entries(dimensions).map(([table, { rows, sha256 }]) => [table, { rows, sha256 }]),
    ),
  };
}
