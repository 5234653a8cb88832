import { renderCents } from '@sales/schema';
import type { LoadRequest } from '../request.ts';
import { sqlCents } from '../sql/literal.ts';
import { sqlName, sqlNames } from '../sql/name.ts';
import type { Check } from './step.ts';
import { stagingTable } from './tables.ts';

/** A check with the one-row table that it looks at. */
type Finding = Check & { readonly from: string };

/**
 * Checks that the staged files hold the rows and the sum that the request says, each key once, and no fact row whose
 * dimension row is missing. One query for all: Redshift's Data API runs no more than 40 statements as a transaction.
 */
export function stagingChecks(request: LoadRequest): {
  readonly from: string;
  readonly checks: readonly Check[];
} {
  const { star, expected } = request;
  const { contract, fact, dimensions } = star;
  const findings = [
    rowCount(request, fact.table, expected.factRows),
    measureSum(request),
    uniqueKey(request, fact.table, contract.businessKey),
    ...dimensions.flatMap(({ table, key }) => [
      rowCount(request, table, expected.dimensionRows[table] ?? 0),
      uniqueKey(request, table, [key]),
      knownKey(request, table, key),
    ]),
  ];
  return { from: findings.map(({ from }) => from).join('\nCROSS JOIN '), checks: findings };
}

const nextStep = 'Nothing was loaded. Make its gold files again.';

function rowCount({ batchId }: LoadRequest, table: string, rows: number): Finding {
  const found = sqlName(`${table}_rows`);
  return {
    name: `rows of ${table}`,
    from: `(SELECT COUNT(*) AS staged FROM ${sqlName(stagingTable(table))}) AS ${found}`,
    failsWhen: `${found}.staged <> ${rows}`,
    sentence: [
      `Batch ${batchId} should bring ${rows} rows to ${table}, but its files hold `,
      { sql: `${found}.staged` },
      `. ${nextStep}`,
    ],
  };
}

function measureSum({ star: { fact }, batchId, expected: { measureCents } }: LoadRequest): Finding {
  const found = sqlName(`${fact.table}_sum`);
  return {
    name: `sum of ${fact.measure}`,
    from: `(SELECT COALESCE(SUM(${sqlName(fact.measure)}), 0) AS staged FROM ${sqlName(stagingTable(fact.table))}) AS ${found}`,
    failsWhen: `${found}.staged <> ${sqlCents(measureCents)}`,
    sentence: [
      `Batch ${batchId} should bring ${fact.measure} of ${renderCents(measureCents)} to ${fact.table}, but its files sum to `,
      { sql: `${found}.staged` },
      `. ${nextStep}`,
    ],
  };
}

function uniqueKey({ batchId }: LoadRequest, table: string, key: readonly string[]): Finding {
  const [staging, found] = [sqlName(stagingTable(table)), sqlName(`${table}_keys`)];
  return {
    name: `unique keys of ${table}`,
    from: `(
  SELECT (SELECT COUNT(*) FROM ${staging}) - COUNT(*) AS surplus
  FROM (SELECT DISTINCT ${sqlNames(key)} FROM ${staging}) AS k
) AS ${found}`,
    failsWhen: `${found}.surplus <> 0`,
    sentence: [
      `Batch ${batchId} brings a key of ${table} (${key.join(', ')}) more than once: rows too many: `,
      { sql: `${found}.surplus` },
      `. ${nextStep}`,
    ],
  };
}

function knownKey({ star: { fact }, batchId }: LoadRequest, table: string, key: string): Finding {
  const [name, found] = [sqlName(key), sqlName(`${table}_orphans`)];
  return {
    name: `every ${key} in ${table}`,
    from: `(
  SELECT COUNT(*) AS orphans
  FROM ${sqlName(stagingTable(fact.table))} s
  LEFT JOIN ${sqlName(stagingTable(table))} d ON d.${name} = s.${name}
  WHERE d.${name} IS NULL
) AS ${found}`,
    failsWhen: `${found}.orphans <> 0`,
    sentence: [
      `Batch ${batchId} brings rows to ${fact.table} whose ${key} its ${table} does not have: `,
      { sql: `${found}.orphans` },
      `. ${nextStep}`,
    ],
  };
}
