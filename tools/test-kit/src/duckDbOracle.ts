import { DuckDBInstance, type Json } from '@duckdb/node-api';

/** Runs one SQL statement in a DuckDB of its own and returns the rows as JSON values: DECIMAL, DATE and BIGINT as text. */
export async function queryDuckDb(
  sql: string,
  options: { readonly database?: string } = {},
): Promise<Array<Record<string, Json>>> {
  const instance = await DuckDBInstance.create(options.database ?? ':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
