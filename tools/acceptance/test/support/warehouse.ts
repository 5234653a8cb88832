import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { queryDuckDb } from '@sales/test-kit';

/** What a truth says of the tables. */
export interface Digests {
  readonly facts: { readonly rows: number; readonly sha256: string };
  readonly months: Readonly<Record<string, { readonly rows: number; readonly totalAmountCents: string }>>;
  readonly dimensions: Readonly<Record<string, { readonly rows: number; readonly sha256: string }>>;
}

const factColumns = [
  'transaction_id',
  "strftime(date, '%Y-%m-%d')",
  'store_id',
  'product_id',
  'customer_id',
  'quantity_sold',
  'unit_price',
  'total_amount',
  "coalesce(payment_method, '')",
];
const dimensionColumns = {
  dim_store: ['store_id', 'store_name', 'city'],
  dim_product: ['product_id', 'product_name', 'category'],
  dim_customer: ['customer_id', 'customer_name'],
} as const;

/** Asks a lake's warehouse, in a DuckDB of its own, for what a truth says of its tables. */
export async function digestsOf(lake: string): Promise<Digests> {
  const months = await ask<{ month: string; n: string; cents: string }>(
    lake,
    `SELECT strftime(date, '%Y-%m') AS month, count(*) AS n, CAST(sum(total_amount) * 100 AS HUGEINT) AS cents
FROM fact_sales GROUP BY month`,
  );
  const dimensions: Record<string, Digests['facts']> = {};
  for (const [table, columns] of Object.entries(dimensionColumns))
    dimensions[table] = await digest(lake, table, columns);
  return {
    facts: await digest(lake, 'fact_sales', factColumns),
    months: Object.fromEntries(
      months.map(({ month, n, cents }) => [month, { rows: Number(n), totalAmountCents: cents }]),
    ),
    dimensions,
  };
}

/** Answers a query from a lake's warehouse: DECIMAL, DATE and BIGINT as text. */
export async function ask<R>(lake: string, sql: string): Promise<readonly R[]> {
  const rows: readonly unknown[] = await queryDuckDb(sql, { database: join(lake, 'warehouse.duckdb') });
  return rows as readonly R[];
}

async function digest(lake: string, table: string, columns: readonly string[]): Promise<Digests['facts']> {
  const texts = columns.map((column) => `CAST(${column} AS VARCHAR)`).join(", '\t', ");
  const rows = await ask<{ line: string }>(lake, `SELECT concat(${texts}) AS line FROM ${table}`);
  const lines = rows.map(({ line }) => Buffer.from(line)).sort((a, b) => Buffer.compare(a, b));
  const hash = createHash('sha256');
  for (const [i, line] of lines.entries()) hash.update(i === 0 ? '' : '\n').update(line);
  return { rows: rows.length, sha256: hash.digest('hex') };
}
