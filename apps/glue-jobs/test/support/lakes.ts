import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type BatchReport,
  localServices,
  type RunSparkJob,
  runPipeline,
  salesPipeline,
} from '@sales/etl-core';
import { queryDuckDb } from '@sales/test-kit';
import { Effect } from 'effect';

/** An object to put into a lake. */
export interface Upload {
  readonly name: string;
  readonly bytes: string | Uint8Array;
  readonly eventTimeMs: number;
}

/** Writes objects below `raw/sales/`; the modification time is the event time. */
export function upload(lake: string, objects: readonly Upload[]): void {
  for (const { name, bytes, eventTimeMs } of objects) {
    const path = join(lake, 'raw/sales', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    // Half a millisecond more, because a time in seconds is a double that may lie just below.
    const seconds = (eventTimeMs + 0.5) / 1000;
    utimesSync(path, seconds, seconds);
  }
}

/** Reads the files of a folder as uploads, an hour apart. */
export function uploadsOf(folder: string, prefix = ''): Upload[] {
  const names = readdirSync(folder).filter((name) => !name.startsWith('_'));
  return names.sort().map((name, index) => ({
    name: `${prefix}${name}`,
    bytes: readFileSync(join(folder, name)),
    eventTimeMs: Date.UTC(2026, 0, 1, index),
  }));
}

/** Runs the sales pipeline on a lake, by Spark or without. */
export async function run(lake: string, spark?: RunSparkJob): Promise<readonly BatchReport[]> {
  const { batches } = await Effect.runPromise(
    runPipeline({ pipeline: salesPipeline, spark }).pipe(Effect.provide(localServices({ lake }))),
  );
  return batches;
}

const tables = [
  'fact_sales',
  'dim_store',
  'dim_product',
  'dim_customer',
  'etl_dim_store',
  'etl_dim_product',
  'etl_dim_customer',
  'etl_superseded',
  'etl_quarantine_summary',
] as const;

/** Gives every row of every table of a lake's warehouse, as sorted text. */
export async function warehouseOf(lake: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const database = join(lake, 'warehouse.duckdb');
  const rows: Record<string, readonly string[]> = {};
  for (const table of tables) rows[table] = sorted(await queryDuckDb(`SELECT * FROM ${table}`, { database }));
  return rows;
}

/** Gives every row of a lake's silver files, as sorted text. */
export async function silverOf(lake: string): Promise<readonly string[]> {
  const files = join(lake, 'silver/**/*.parquet');
  return sorted(await queryDuckDb(`SELECT * FROM read_parquet('${files}', hive_partitioning = false)`));
}

/** Gives every quarantined row, as sorted text. */
export function quarantineOf(lake: string): readonly string[] {
  const folder = join(lake, 'quarantine');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files
    .flatMap(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.stringify(JSON.parse(line)))
    .sort();
}

/** What a report says that does not depend on the clock. */
export function accountOf({ seconds: _seconds, finishedAt: _finishedAt, ...account }: BatchReport): unknown {
  return account;
}

function sorted(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
