import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Client } from 'pg';
import type { Bucket } from './bucket.ts';
import { type CopyFile, fetchFiles } from './copyFiles.ts';
import type { CopyStatement } from './copyStatement.ts';
import { SqlError } from './errors.ts';
import { selectParquet } from './parquetFile.ts';
import { copyColumns, type TableColumn } from './table.ts';

/** What a COPY needs beside its session. */
export interface CopyContext {
  readonly bucket: Bucket;
  /** A folder that PostgreSQL may read. */
  readonly exchange: string;
  /** The roles that the warehouse may take on; any where undefined. */
  readonly roles: readonly string[] | undefined;
}

/** Runs a COPY, and gives the number of rows. Fails as Redshift's would, and then leaves nothing behind. */
export async function copyInto(client: Client, copy: CopyStatement, context: CopyContext): Promise<number> {
  if (context.roles !== undefined && copy.role !== 'default' && !context.roles.includes(copy.role))
    throw new SqlError(`ERROR: Redshift is not authorized to assume IAM Role ${copy.role}`);
  const columns = await copyColumns(client, copy);
  const folder = mkdtempSync(join(context.exchange, 'copy-'));
  chmodSync(folder, 0o755);
  try {
    const files = await fetchFiles(copy, context.bucket, folder);
    const count = await (copy.format === 'PARQUET' ? copyParquet : copyCsv)(client, copy, columns, files);
    await client.query(`ANALYZE ${copy.table}`);
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Turns Parquet into CSV that PostgreSQL reads itself: the fastest way in that needs no driver. */
async function copyParquet(
  client: Client,
  copy: CopyStatement,
  columns: readonly TableColumn[],
  files: readonly CopyFile[],
): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const duckDb = await instance.connect();
  try {
    let count = 0;
    for (const file of files) {
      const select = await selectParquet(duckDb, file, { columns, fillRecord: copy.fillRecord });
      const csv = `${file.path}.csv`;
      await duckDb.run(`COPY (${select}) TO '${csv}' (FORMAT csv, HEADER false, NULLSTR '\\N')`);
      const { rowCount } = await client.query(
        `COPY ${target(copy, columns)} FROM '${csv}' (FORMAT csv, NULL '\\N')`,
      );
      rmSync(csv);
      count += rowCount!;
    }
    return count;
  } finally {
    duckDb.closeSync();
    instance.closeSync();
  }
}

async function copyCsv(
  client: Client,
  copy: CopyStatement,
  columns: readonly TableColumn[],
  files: readonly CopyFile[],
): Promise<number> {
  if (copy.headerLines > 1) throw new SqlError('ERROR: IGNOREHEADER of more than a line is not rehearsed');
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const options = [
    'FORMAT csv',
    `HEADER ${copy.headerLines === 1}`,
    `NULL '${copy.nullText}'`,
    // Nothing says that Redshift tells a quoted null text from a bare one, so it is null here in either form.
    `FORCE_NULL (${names})`,
  ];
  let count = 0;
  for (const { url, path } of files) {
    const { rowCount } = await client.query(
      `COPY ${target(copy, columns)} FROM '${path}' (${options.join(', ')})`,
    );
    count += rowCount!;
    await checkLengths(client, copy, columns, url);
  }
  return count;
}

async function checkLengths(
  client: Client,
  copy: CopyStatement,
  columns: readonly TableColumn[],
  url: string,
): Promise<void> {
  for (const { name, maxBytes } of columns.filter((column) => column.maxBytes !== undefined)) {
    const { rows } = await client.query(
      `SELECT 1 FROM ${copy.table} WHERE octet_length(${quoted(name)}) > ${maxBytes} LIMIT 1`,
    );
    if (rows.length > 0)
      throw new SqlError(
        `ERROR: Load into table '${copy.table}' failed. Check 'sys_load_error_detail' system table for details.`,
        {
          detail: {
            fileName: url,
            columnName: name,
            columnType: 'varchar',
            columnLength: String(maxBytes),
            errorCode: 1204,
            errorMessage: 'String length exceeds DDL length',
          },
        },
      );
  }
}

function target(copy: CopyStatement, columns: readonly TableColumn[]): string {
  return `${copy.table} (${columns.map(({ name }) => quoted(name)).join(', ')})`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
