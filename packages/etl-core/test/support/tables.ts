import { join } from 'node:path';
import { queryDuckDb } from '@sales/test-kit';

/** A row of an answer, as JSON holds it. */
export type Row = Readonly<Record<string, unknown>>;

/** Answers a query from a lake's warehouse, in a DuckDB of its own: DECIMAL, DATE and BIGINT as text. */
export async function ask<R = Row>(lake: string, sql: string): Promise<readonly R[]> {
  const rows: readonly unknown[] = await queryDuckDb(sql, { database: join(lake, 'warehouse.duckdb') });
  return rows as readonly R[];
}

/** What must be the same however the objects were split into batches: the fact but for its batch ids, and all of the dimensions. */
const lasting = {
  fact_sales: 'SELECT * EXCLUDE (_batch_id) FROM fact_sales',
  dim_store: 'FROM dim_store',
  dim_product: 'FROM dim_product',
  dim_customer: 'FROM dim_customer',
  etl_dim_store: 'FROM etl_dim_store',
  etl_dim_product: 'FROM etl_dim_product',
  etl_dim_customer: 'FROM etl_dim_customer',
} as const;

/** Rows by table, in an order that follows from the rows alone. */
export type Tables = Readonly<Record<keyof typeof lasting, readonly Row[]>>;

/** Reads what must be the same however the objects were split into batches. */
export async function tablesOf(lake: string): Promise<Tables> {
  const columns = Object.entries(lasting).map(
    ([table, rows]) => `coalesce((SELECT list(t ORDER BY t) FROM (${rows}) t), []) AS ${table}`,
  );
  const [row] = await ask<Tables>(lake, `SELECT ${columns.join(',\n')}`);
  return row!;
}
