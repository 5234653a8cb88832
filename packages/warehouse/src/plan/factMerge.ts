import { factColumns, lineageColumns, type Star } from '@sales/schema';
import type { LoadRequest } from '../request.ts';
import { sqlText } from '../sql/literal.ts';
import { sqlName, sqlNames } from '../sql/name.ts';
import type { Step } from './step.ts';
import { batchIdColumn, stagingTable, supersededTable } from './tables.ts';

const lineage = lineageColumns.map((column) => column.name);
const sourceKey = lineageColumns[1].name;
const batchId = sqlName(batchIdColumn.name);

/**
 * Merges the fact. Each staged row whose business key is taken is first decided on, in `load_match`:
 * `corrected` (other content, later: it replaces the held row), `late` (other content, not later: it loses),
 * `moved` (same content, later: the held row takes its lineage), `duplicate` (same content, not later).
 * Losers are kept; then only new rows and corrections are left in staging, and MERGE writes them.
 */
export function factSteps({ star, batchId: thisBatch }: LoadRequest): readonly Step[] {
  const [fact, stage] = [sqlName(star.fact.table), sqlName(stagingTable(star.fact.table))];
  const key = star.contract.businessKey;
  const columns = factColumns(star).map((column) => column.name);
  const on = (left: string, right: string): string =>
    key.map((name) => `${left}.${sqlName(name)} = ${right}.${sqlName(name)}`).join(' AND ');
  const losers = (from: string, batches: string, outcome: string, name: string): string =>
    `SELECT ${columns.map((column) => `l.${sqlName(column)}`).join(', ')}, ${batches}, ${sqlText(name)}
FROM ${from} l
JOIN load_match m ON ${on('m', 'l')}
WHERE m._outcome = ${sqlText(outcome)}`;
  return [
    {
      name: `match ${star.fact.table}`,
      kind: 'derive',
      table: 'load_match',
      spreadBy: key[0]!,
      select: `SELECT
  ${key.map((name) => `s.${sqlName(name)}`).join(', ')},
  s.${sqlName(sourceKey)},
  f.${batchId} AS _held_by,
  f.${sqlName(star.fact.measure)} AS _held_measure,
  CASE
    WHEN ${sameContent(star)}
    THEN CASE WHEN ${isLater(lineage)} THEN 'moved' ELSE 'duplicate' END
    WHEN ${isLater(lineage)} THEN 'corrected'
    ELSE 'late'
  END AS _outcome
FROM ${stage} s
JOIN ${fact} f ON ${on('f', 's')}`,
    },
    {
      name: `keep losers in ${supersededTable}`,
      kind: 'run',
      sql: `INSERT INTO ${supersededTable} (${sqlNames(columns)}, ${batchId}, _superseded_by, _outcome)
${losers(fact, `l.${batchId}, ${sqlText(thisBatch)}`, 'corrected', 'replaced')}
UNION ALL
${losers(stage, `${sqlText(thisBatch)}, m._held_by`, 'late', 'late')}`,
    },
    {
      name: 'move lineage',
      kind: 'run',
      sql: `UPDATE ${fact}
SET ${lineage.map((name) => `${name} = s.${name}`).join(', ')}
FROM ${stage} s
JOIN load_match m ON ${on('m', 's')}
WHERE m._outcome = 'moved' AND ${on(fact, 's')}`,
    },
    {
      name: 'leave only what is new',
      kind: 'run',
      sql: `DELETE FROM ${stage}
USING load_match
WHERE load_match._outcome <> 'corrected' AND ${on('load_match', stage)}`,
    },
    countOutcomes(star),
    {
      name: `merge ${star.fact.table}`,
      kind: 'merge',
      table: star.fact.table,
      source: stagingTable(star.fact.table),
      key,
      values: [
        ...columns
          .filter((name) => !key.includes(name))
          .map((name): [string, string] => [name, `${stage}.${sqlName(name)}`]),
        [batchIdColumn.name, sqlText(thisBatch)],
      ],
    },
  ];
}

/** Counts what the merge will write and what it will not, and what the fact holds before it. */
function countOutcomes(star: Star): Step {
  return {
    name: 'count the outcomes',
    kind: 'derive',
    table: 'load_count',
    select: `SELECT
  w.written - m.corrected AS inserted, m.corrected, m.duplicates, m.late,
  w.measure, m.replaced_measure, f.rows_before, f.measure_before
FROM (
  SELECT COUNT(*) AS written, COALESCE(SUM(${sqlName(star.fact.measure)}), 0) AS measure
  FROM ${sqlName(stagingTable(star.fact.table))}
) w
CROSS JOIN (
  SELECT
    ${countOf('corrected')} AS corrected,
    ${countOf('duplicate', 'moved')} AS duplicates,
    ${countOf('late')} AS late,
    COALESCE(SUM(CASE WHEN _outcome = 'corrected' THEN _held_measure ELSE 0 END), 0) AS replaced_measure
  FROM load_match
) m
CROSS JOIN (
  SELECT COUNT(*) AS rows_before, COALESCE(SUM(${sqlName(star.fact.measure)}), 0) AS measure_before
  FROM ${sqlName(star.fact.table)}
) f`,
  };
}

/** Renders how many matched rows had one of these outcomes. */
export function countOf(...outcomes: readonly string[]): string {
  return `COALESCE(SUM(CASE WHEN _outcome IN (${outcomes.map(sqlText).join(', ')}) THEN 1 ELSE 0 END), 0)`;
}

/** Renders whether `s` and `f`, rows with the same key, say the same of the event. */
function sameContent(star: Star): string {
  return factColumns(star)
    .filter(
      ({ name }) => !lineage.some((other) => other === name) && !star.contract.businessKey.includes(name),
    )
    .map(({ name, nullable }) => {
      const [s, f] = [`s.${sqlName(name)}`, `f.${sqlName(name)}`];
      return nullable ? `(${s} = ${f} OR (${s} IS NULL AND ${f} IS NULL))` : `${s} = ${f}`;
    })
    .join('\n      AND ');
}

/** Renders whether `s` comes after `f` in source order; written out, as Redshift's tuples do not compare like this. */
function isLater([first, ...rest]: readonly string[]): string {
  const greater = `s.${first!} > f.${first!}`;
  return rest.length === 0 ? greater : `(${greater} OR (s.${first!} = f.${first!} AND ${isLater(rest)}))`;
}
