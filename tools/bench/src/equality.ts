import type { Truth } from '@sales/generator';
import type { Outcome } from './outputs.ts';

/** Gives what an engine must arrive at. */
export function expectedOutcome({ total, facts, dimensions }: Truth): Outcome {
  return {
    silverRows: total.accepted,
    rejectedRows: total.rejected,
    factRows: facts.rows,
    totalAmountCents: total.totalAmountCents,
    dimensions: Object.fromEntries(
      Object.entries(dimensions).map(([table, { rows, sha256 }]) => [table, { rows, sha256 }]),
    ),
  };
}

/** Says where an engine did not arrive at what it must: then its time does not count. */
export function differences(expected: Outcome, found: Outcome): readonly string[] {
  const faults: string[] = [];
  const compare = (what: string, right: number | string, actual: number | string | undefined): void => {
    if (right !== actual) faults.push(`${what}: ${actual ?? 'none'} instead of ${right}`);
  };
  compare('clean rows', expected.silverRows, found.silverRows);
  compare('refused rows', expected.rejectedRows, found.rejectedRows);
  compare('fact rows', expected.factRows, found.factRows);
  compare('cents', expected.totalAmountCents, found.totalAmountCents);
  for (const [table, right] of Object.entries(expected.dimensions)) {
    const actual = found.dimensions[table];
    compare(`${table} rows`, right.rows, actual?.rows);
    if (actual?.rows === right.rows && actual.sha256 !== right.sha256)
      faults.push(`${table} has other values`);
  }
  return faults;
}
