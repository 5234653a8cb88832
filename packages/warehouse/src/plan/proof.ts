import type { LoadRequest } from '../request.ts';
import { sqlName } from '../sql/name.ts';
import type { Step } from './step.ts';

/** Proves after the merge that no row and no cent was lost or made. */
export function proofStep({ star: { fact }, batchId, expected }: LoadRequest): Step {
  return {
    name: 'assert what was written',
    kind: 'assert',
    reason: 'Assertion',
    from: `(
  SELECT
    c.inserted + c.corrected + c.duplicates + c.late AS decided,
    f.fact_rows - c.rows_before - c.inserted AS extra_rows,
    f.measure - c.measure_before - c.measure + c.replaced_measure AS extra_measure
  FROM (SELECT COUNT(*) AS fact_rows, COALESCE(SUM(${sqlName(fact.measure)}), 0) AS measure FROM ${sqlName(fact.table)}) f
  CROSS JOIN load_count c
) AS found`,
    checks: [
      {
        name: 'every staged row has one outcome',
        failsWhen: `found.decided <> ${expected.factRows}`,
        sentence: [
          `Batch ${batchId} brings ${expected.factRows} rows to ${fact.table}, but the merge decided on `,
          { sql: 'found.decided' },
          `. Nothing was loaded. Look for a business key that ${fact.table} holds twice.`,
        ],
      },
      {
        name: `${fact.table} grew by what was written`,
        failsWhen: 'found.extra_rows <> 0 OR found.extra_measure <> 0',
        sentence: [
          `After batch ${batchId} ${fact.table} has other rows than it should: rows too many: `,
          { sql: 'found.extra_rows' },
          `; ${fact.measure} too high by: `,
          { sql: 'found.extra_measure' },
          '. Nothing was loaded.',
        ],
      },
    ],
  };
}
