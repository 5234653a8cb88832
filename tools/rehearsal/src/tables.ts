import { join } from 'node:path';
import { queryDuckDb } from '@sales/test-kit';

/** What a table holds: how many rows, a sum over a digest of each, and for the fact the amount. */
export interface TableDigest {
  readonly table: string;
  readonly rows: string;
  readonly digest: string;
  readonly amount: string;
}

/** The columns of each table that do not depend on when and in which batch a row came. */
const columns: Readonly<Record<string, readonly string[]>> = {
  fact_sales: [
    'transaction_id',
    'date',
    'store_id',
    'product_id',
    'customer_id',
    'quantity_sold',
    'unit_price',
    'total_amount',
    'payment_method',
    '_source_key',
    '_source_offset',
  ],
  dim_store: ['store_id', 'store_name', 'city'],
  dim_product: ['product_id', 'product_name', 'category'],
  dim_customer: ['customer_id', 'customer_name'],
};

/** Asks each table for its digest; `number` gives the first 15 hexadecimal digits of a text's MD5 as a number. */
function questionOf(table: string, schema: string, number: (text: string) => string): string {
  const line = `concat(${columns[table]!.map((column) => `CAST(${column} AS VARCHAR)`).join(", '|', ")})`;
  const amount = table === 'fact_sales' ? 'CAST(coalesce(sum(total_amount), 0) AS VARCHAR)' : "''";
  return `SELECT '${table}', CAST(count(*) AS VARCHAR), CAST(coalesce(sum(${number(`md5(${line})`)}), 0) AS VARCHAR), ${amount} FROM ${schema}.${table}`;
}

function duckDbNumber(md5: string): string {
  return `CAST('0x' || substr(${md5}, 1, 15) AS BIGINT)`;
}

function redshiftNumber(md5: string): string {
  return `CAST(('x' || substr(${md5}, 1, 15))::bit(60)::bigint AS numeric)`;
}

/** The tables of a local run. */
export async function localTables(lake: string): Promise<readonly TableDigest[]> {
  const sql = Object.keys(columns)
    .map((table) => questionOf(table, 'main', duckDbNumber))
    .join(' UNION ALL ');
  const named = `SELECT * FROM (${sql}) AS t("table", "rows", digest, amount)`;
  return (await queryDuckDb(named, {
    database: join(lake, 'warehouse.duckdb'),
  })) as unknown as readonly TableDigest[];
}

/** The tables of the rehearsed warehouse. */
export async function rehearsedTables(
  rows: (sql: string) => Promise<readonly (readonly (string | null)[])[]>,
): Promise<readonly TableDigest[]> {
  const digests: TableDigest[] = [];
  for (const table of Object.keys(columns)) {
    const [row] = await rows(questionOf(table, 'sales', redshiftNumber));
    const [name, count, digest, amount] = row!;
    digests.push({ table: name!, rows: count!, digest: digest!, amount: amount! });
  }
  return digests;
}
