import type { Client } from 'pg';
import type { LoadErrorDetail } from './errors.ts';

/** The views of Redshift's that PostgreSQL lacks, as far as loads of ours read them. */
const views = `
SET allow_system_table_mods = on;
CREATE OR REPLACE VIEW pg_catalog.svv_columns AS
  SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable,
    data_type, character_maximum_length, numeric_precision, numeric_scale
  FROM information_schema.columns;
CREATE TABLE IF NOT EXISTS pg_catalog.sys_load_error_detail (
  query_id bigint, session_id integer, database_name text, start_time timestamp, file_name text, line_number bigint,
  column_name text, column_type text, column_length text, error_code integer, error_message text
);`;

/** Makes what is missing of Redshift's system views. */
export async function prepareCatalog(client: Client): Promise<void> {
  await client.query(views);
}

/** Notes why a COPY failed, beside the transaction that failed with it. */
export async function recordLoadError(
  client: Client,
  query: { readonly queryId: number; readonly sessionId: number },
  detail: LoadErrorDetail,
): Promise<void> {
  await client.query(
    `INSERT INTO pg_catalog.sys_load_error_detail VALUES ($1, $2, current_database(), now(), $3, $4, $5, $6, $7, $8, $9)`,
    [
      query.queryId,
      query.sessionId,
      detail.fileName,
      detail.lineNumber ?? null,
      detail.columnName ?? null,
      detail.columnType ?? null,
      detail.columnLength ?? null,
      detail.errorCode,
      detail.errorMessage,
    ],
  );
}
