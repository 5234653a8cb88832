import { duckDbType } from '@sales/schema';
import type { ColumnDefinition } from '@sales/schema';
import type { Dialect } from '../plan/dialect.ts';
import { sqlText } from '../sql/literal.ts';
import { sqlName } from '../sql/name.ts';

/** DuckDB's side of the load. Keys are left out of its tables: an index would cost every merge several times its time. */
export const duckDbDialect: Dialect = {
  createTable: ({ name, columns }) => `CREATE TABLE IF NOT EXISTS ${sqlName(name)} (\n${render(columns)}\n)`,
  // One process holds the file, and the embedded warehouse loads one batch at a time.
  lock: () => [],
  assert: (from, checks) =>
    `SELECT CASE
  ${checks.map(({ failsWhen, sentence }) => `WHEN ${failsWhen} THEN error(${sentence})`).join('\n  ')}
END
FROM ${from}`,
  stage: ({ table, columns, files }) => [
    `CREATE TEMP TABLE ${sqlName(table)} (\n${render(columns)}\n)`,
    // Without `hive_partitioning` a folder called `batch=1` would add a column.
    ...(files.length === 0
      ? []
      : [
          `INSERT INTO ${sqlName(table)}
SELECT * FROM read_parquet([${files.map(({ url }) => sqlText(asPattern(url))).join(', ')}], hive_partitioning = false)`,
        ]),
  ],
  derive: ({ table, select }) => `CREATE TEMP TABLE ${sqlName(table)} AS\n${select}`,
};

function render(columns: readonly ColumnDefinition[]): string {
  return columns
    .map(({ name, type, nullable }) => `  ${sqlName(name)} ${duckDbType(type)}${nullable ? '' : ' NOT NULL'}`)
    .join(',\n');
}

/** Escapes what `read_parquet` would take for a wildcard. */
function asPattern(path: string): string {
  return path.replaceAll(/[[*?]/g, '[$&]');
}
