import { globSync } from 'node:fs';
import { join } from 'node:path';
import { salesPipeline } from '@sales/etl-core';
import { type ColumnDefinition, dimensionDeltaColumns, factColumns, silverColumns } from '@sales/schema';
import { queryDuckDb } from '@sales/test-kit';
import type { SparkSession } from './session.ts';

const { contract, star } = salesPipeline;

/** The folders of a lake that hold tables, with their columns. */
export const salesTables: Readonly<Record<string, readonly ColumnDefinition[]>> = {
  'silver/sales': silverColumns(contract),
  [`gold/${star.fact.table}`]: factColumns(star),
  ...Object.fromEntries(
    star.dimensions.map((dimension) => [`gold/${dimension.table}`, dimensionDeltaColumns(star, dimension)]),
  ),
};

/** Reads a folder's files by Spark and by DuckDB: each row as a line of text, sorted. */
export async function readByBoth(spark: SparkSession, lake: string, folder: string) {
  const files = globSync(`${folder}/**/*.parquet`, { cwd: lake }).map((file) => join(lake, file));
  const columns = salesTables[folder]!;
  const bySpark = await spark.query(
    files
      .map((file) => `SELECT ${line(columns, 'unix_micros')} FROM parquet.\`${file}\``)
      .join(' UNION ALL '),
  );
  const byDuckDb = await queryDuckDb(
    `SELECT ${line(columns, 'epoch_us')} FROM read_parquet([${files.map((file) => `'${file}'`).join(', ')}], hive_partitioning = false)`,
  );
  return { bySpark: bySpark.toSorted(), byDuckDb: byDuckDb.map((row) => row['line'] as string).toSorted() };
}

/** The engines write all types alike as text but points in time, which are taken in microseconds. */
function line(columns: readonly ColumnDefinition[], microsOf: string): string {
  const texts = columns.map(({ name, type }) => {
    const value = type.kind === 'timestamp' ? `${microsOf}(${name})` : name;
    return `coalesce(CAST(${value} AS VARCHAR(4000)), 'NULL')`;
  });
  return `concat_ws('|', ${texts.join(', ')}) AS line`;
}
