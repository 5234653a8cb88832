import { dimensionDeltaColumns, factColumns, renderCents } from '@sales/schema';
import type { LoadRequest } from '../request.ts';
import { sqlCents } from '../sql/literal.ts';
import { sqlName, sqlNames } from '../sql/name.ts';
import type { Step } from './step.ts';

/** Names the table of this transaction's own that holds a table's files. */
export function stagingTable(table: string): string {
  return `stage_${table}`;
}

/** Reads the batch's files and proves that they hold what the request says, every key once, and no key without its dimension row. */
export function stagingSteps(request: LoadRequest): readonly Step[] {
  const { star, expected } = request;
  const { contract, fact, dimensions } = star;
  return [
    {
      name: `stage ${fact.table}`,
      kind: 'stage',
      table: stagingTable(fact.table),
      columns: factColumns(star),
      spreadBy: contract.businessKey[0]!,
      files: request.fact,
    },
    assertRows(request, fact.table, expected.factRows),
    assertMeasure(request),
    assertUnique(request, fact.table, contract.businessKey),
    ...dimensions.flatMap((dimension): Step[] => [
      {
        name: `stage ${dimension.table}`,
        kind: 'stage',
        table: stagingTable(dimension.table),
        columns: dimensionDeltaColumns(star, dimension),
        spreadBy: dimension.key,
        files: request.dimensions[dimension.table] ?? [],
      },
      assertRows(request, dimension.table, expected.dimensionRows[dimension.table] ?? 0),
      assertUnique(request, dimension.table, [dimension.key]),
      assertKnown(request, dimension.table, dimension.key),
    ]),
  ];
}

const nextStep = 'Nothing was loaded. Make its gold files again.';

function assertRows({ batchId }: LoadRequest, table: string, rows: number): Step {
  return {
    name: `assert the rows of ${table}`,
    kind: 'assert',
    reason: 'Assertion',
    from: `SELECT COUNT(*) AS staged FROM ${sqlName(stagingTable(table))}`,
    holds: `staged = ${rows}`,
    otherwise: [
      `Batch ${batchId} should bring ${rows} rows to ${table}, but its files hold `,
      { sql: 'staged' },
      `. ${nextStep}`,
    ],
  };
}

function assertMeasure({ star: { fact }, batchId, expected: { measureCents } }: LoadRequest): Step {
  return {
    name: `assert the sum of ${fact.measure}`,
    kind: 'assert',
    reason: 'Assertion',
    from: `SELECT COALESCE(SUM(${sqlName(fact.measure)}), 0) AS staged FROM ${sqlName(stagingTable(fact.table))}`,
    holds: `staged = ${sqlCents(measureCents)}`,
    otherwise: [
      `Batch ${batchId} should bring ${fact.measure} of ${renderCents(measureCents)} to ${fact.table}, but its files sum to `,
      { sql: 'staged' },
      `. ${nextStep}`,
    ],
  };
}

function assertUnique({ batchId }: LoadRequest, table: string, key: readonly string[]): Step {
  const staging = sqlName(stagingTable(table));
  return {
    name: `assert the keys of ${table} are unique`,
    kind: 'assert',
    reason: 'Assertion',
    from: `SELECT (SELECT COUNT(*) FROM ${staging}) - COUNT(*) AS surplus
FROM (SELECT DISTINCT ${sqlNames(key)} FROM ${staging}) AS keys`,
    holds: 'surplus = 0',
    otherwise: [
      `Batch ${batchId} brings a key of ${table} (${key.join(', ')}) more than once: rows too many: `,
      { sql: 'surplus' },
      `. ${nextStep}`,
    ],
  };
}

function assertKnown({ star: { fact }, batchId }: LoadRequest, table: string, key: string): Step {
  const name = sqlName(key);
  return {
    name: `assert ${table} has every ${key} of ${fact.table}`,
    kind: 'assert',
    reason: 'Assertion',
    from: `SELECT COUNT(*) AS orphans
FROM ${sqlName(stagingTable(fact.table))} s
LEFT JOIN ${sqlName(stagingTable(table))} d ON d.${name} = s.${name}
WHERE d.${name} IS NULL`,
    holds: 'orphans = 0',
    otherwise: [
      `Batch ${batchId} brings rows to ${fact.table} whose ${key} its ${table} does not have: `,
      { sql: 'orphans' },
      `. ${nextStep}`,
    ],
  };
}
