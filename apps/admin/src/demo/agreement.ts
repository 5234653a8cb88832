import type { BatchReport } from '@sales/etl-core';
import type { Truth } from '@sales/generator';
import { Effect } from 'effect';
import type { EtlCore } from '../modules.ts';

/** One thing that the truth file knows, and what the run made of it. */
export interface Comparison {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** Compares a run over freshly generated data with the truth about it: counts, amounts, and every row of the star. */
export const compareWithTruth = Effect.fn('sales.compareWithTruth')(function* (
  core: EtlCore,
  report: BatchReport,
  truth: Truth,
) {
  const warehouse = yield* core.Warehouse;
  const { star } = core.salesPipeline;
  const textRows = (sql: string) =>
    Effect.map(warehouse.query(sql), ({ rows }) => rows as readonly (readonly string[])[]);

  const comparisons: Comparison[] = [...compareCounts(report, truth)];
  const add = (what: string, expected: string | number, found: string | number | undefined): void => {
    comparisons.push({ what, expected: String(expected), found: String(found) });
  };

  const factColumns = star.fact.columns.map((column) => `coalesce(CAST(${column} AS VARCHAR), '')`);
  const [[factRows, factHash] = []] = yield* textRows(digestSql(star.fact.table, factColumns));
  add(`rows of ${star.fact.table}`, truth.facts.rows, factRows);
  if (truth.facts.sha256 !== undefined) add(`content of ${star.fact.table}`, truth.facts.sha256, factHash);

  for (const { table, key, attributes } of star.dimensions) {
    const expected = truth.dimensions[table as keyof Truth['dimensions']];
    const [[rows, hash] = []] = yield* textRows(digestSql(table, [key, ...attributes]));
    add(`rows of ${table}`, expected.rows, rows);
    add(`content of ${table}`, expected.sha256, hash);
  }

  const { date, measure, table } = star.fact;
  const months = yield* textRows(
    `SELECT strftime(${date}, '%Y-%m'), count(*), sum(${measure}) FROM ${table} GROUP BY 1`,
  );
  const found = new Map(months.map(([month, rows, amount]) => [month, `${rows} rows, ${amount}`]));
  for (const [month, { rows, totalAmountCents }] of Object.entries(truth.facts.months)) {
    add(
      `sales of ${month}`,
      `${rows} rows, ${core.renderCents(BigInt(totalAmountCents))}`,
      found.get(month) ?? 'none',
    );
    found.delete(month);
  }
  for (const [month, counts] of found) add(`sales of ${month}`, 'none', counts);
  return comparisons;
});

/** Keeps the comparisons that do not agree. */
export function disagreements(comparisons: readonly Comparison[]): readonly Comparison[] {
  return comparisons.filter(({ expected, found }) => expected !== found);
}

function compareCounts(report: BatchReport, { total }: Truth): readonly Comparison[] {
  const { read, loaded, quarantined, duplicates, reasons, totalAmountCents } = report;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['rows read', total.read, read],
    ['rows loaded', total.loaded, loaded],
    ['rows quarantined', total.rejected + total.superseded, quarantined],
    ['duplicates', total.duplicates, duplicates],
    ['loaded cents', total.totalAmountCents, totalAmountCents],
  ];
  const expectedReasons: Readonly<Record<string, number>> =
    total.superseded === 0 ? total.reasons : { ...total.reasons, superseded: total.superseded };
  const names = [...new Set([...Object.keys(expectedReasons), ...Object.keys(reasons)])];
  return [
    ...pairs,
    ...names.map((name) => [name, expectedReasons[name] ?? 0, reasons[name] ?? 0] as const),
  ].map(([what, expected, found]) => ({ what, expected: String(expected), found: String(found) }));
}

/** Counts a table's rows, and takes SHA-256 of its lines, sorted by bytes: columns joined by TAB, lines by LF. */
function digestSql(table: string, columns: readonly string[]): string {
  const line = `concat_ws(chr(9), ${columns.join(', ')})`;
  return `SELECT count(*), sha256(coalesce(string_agg(line, chr(10) ORDER BY line), '')) FROM (SELECT ${line} AS line FROM ${table})`;
}
