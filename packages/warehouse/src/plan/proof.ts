import type { LoadRequest } from '../request.ts';
import { sqlName } from '../sql/name.ts';
import type { Step } from './step.ts';

/** Proves after the merge that no row and no cent was lost or made. */
export function proofSteps({ star: { fact }, batchId, expected }: LoadRequest): readonly Step[] {
  return [
    {
      name: 'assert every staged row has one outcome',
      kind: 'assert',
      reason: 'Assertion',
      from: 'SELECT inserted + corrected + duplicates + late AS decided FROM load_count',
      holds: `decided = ${expected.factRows}`,
      otherwise: [
        `Batch ${batchId} brings ${expected.factRows} rows to ${fact.table}, but the merge decided on `,
        { sql: 'decided' },
        `. Nothing was loaded. Look for a business key that ${fact.table} holds twice.`,
      ],
    },
    {
      name: `assert ${fact.table} grew by what was written`,
      kind: 'assert',
      reason: 'Assertion',
      from: `SELECT
  f.fact_rows - b.fact_rows - c.inserted AS extra_rows,
  f.measure - b.measure - c.measure + c.replaced_measure AS extra_measure
FROM (SELECT COUNT(*) AS fact_rows, COALESCE(SUM(${sqlName(fact.measure)}), 0) AS measure FROM ${sqlName(fact.table)}) f
CROSS JOIN load_before b
CROSS JOIN load_count c`,
      holds: 'extra_rows = 0 AND extra_measure = 0',
      otherwise: [
        `After batch ${batchId} ${fact.table} has other rows than it should: rows too many: `,
        { sql: 'extra_rows' },
        `; ${fact.measure} too high by: `,
        { sql: 'extra_measure' },
        '. Nothing was loaded.',
      ],
    },
  ];
}
