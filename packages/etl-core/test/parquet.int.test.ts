import { join } from 'node:path';
import { queryDuckDb } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { filesOf, newLake, run, upload } from './support/lake.ts';
import { decimalOf } from './support/model.ts';
import { ndjson, sale, sales } from './support/sales.ts';
import { ask } from './support/tables.ts';

const rows = ndjson([
  ...sales(30, (i) => ({
    city: i % 3 === 0 ? null : `City ${i % 2}`,
    unit_price: '99999999.99',
    quantity_sold: 1_000_000,
  })),
  ...sales(4),
  sale({
    transaction_id: 'é\u{1F6D2}',
    date: '2000-01-01',
    customer_name: null,
    payment_method: null,
    unit_price: 0.01,
  }),
  'no row',
]);

const lineage = [
  ['_source_time', 'TIMESTAMP'],
  ['_source_key', 'VARCHAR'],
  ['_source_offset', 'BIGINT'],
] as const;
const keyed = (names: readonly string[]) => names.map((name) => [name, 'VARCHAR'] as const);
const silver = [
  ['transaction_id', 'VARCHAR'],
  ['date', 'DATE'],
  ...keyed([
    'store_id',
    'store_name',
    'city',
    'product_id',
    'product_name',
    'category',
    'customer_id',
    'customer_name',
  ]),
  ['quantity_sold', 'INTEGER'],
  ['unit_price', 'DECIMAL(12,2)'],
  ['total_amount', 'DECIMAL(18,2)'],
  ['payment_method', 'VARCHAR'],
  ...lineage,
] as const;
const fact = [
  ['transaction_id', 'VARCHAR'],
  ['date', 'DATE'],
  ...keyed(['store_id', 'product_id', 'customer_id']),
  ['quantity_sold', 'INTEGER'],
  ['unit_price', 'DECIMAL(12,2)'],
  ['total_amount', 'DECIMAL(18,2)'],
  ['payment_method', 'VARCHAR'],
  ['_attributes_hash', 'BIGINT'],
  ...lineage,
] as const;

/** By file of the batch: its columns with their types, and its rows. */
const files = {
  'silver/sales/': [silver, 35],
  'gold/fact_sales/': [fact, 31],
  'gold/dim_store/': [keyed(['store_id', 'store_name', '_store_name_as_of', 'city', '_city_as_of']), 1],
  'gold/dim_product/': [
    keyed(['product_id', 'product_name', '_product_name_as_of', 'category', '_category_as_of']),
    1,
  ],
  'gold/dim_customer/': [keyed(['customer_id', 'customer_name', '_customer_name_as_of']), 1],
} as const;

async function newBatch() {
  const lake = newLake();
  upload(lake, 'a.json', rows, Date.UTC(2026, 0, 1, 12, 30, 15, 250));
  const { batches } = await run(lake);
  const paths = filesOf(lake).filter((path) => path.endsWith('.parquet'));
  const pathOf = (prefix: string) => join(lake, paths.find((path) => path.startsWith(prefix))!);
  return { lake, report: batches[0]!, paths, pathOf };
}

describe('the Parquet files of a batch, read by DuckDB', () => {
  it('have the columns, the types and the rows of their tables, and say whose they are', async () => {
    const { report, paths, pathOf } = await newBatch();
    expect(paths).toHaveLength(Object.keys(files).length);
    for (const [prefix, [columns, count]] of Object.entries(files)) {
      const path = pathOf(prefix);
      const described = await queryDuckDb(
        `DESCRIBE SELECT * FROM read_parquet('${path}', hive_partitioning = false)`,
      );
      expect(described.map((column) => [column['column_name'], column['column_type']])).toEqual(columns);
      expect(await queryDuckDb(`SELECT count(*) AS n FROM read_parquet('${path}')`)).toEqual([
        { n: String(count) },
      ]);
      const metadata = await queryDuckDb(
        `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${path}') ORDER BY key`,
      );
      expect(metadata).toEqual([
        { key: 'etl.batch', value: report.batchId },
        { key: 'etl.contract', value: 'sales' },
        { key: 'etl.contract.version', value: '1' },
      ]);
    }
  });

  it('hold money as scaled 64-bit integers and days as 32-bit ones, which every reader knows', async () => {
    const { pathOf } = await newBatch();
    const schema = await queryDuckDb(
      `SELECT name, type, converted_type, scale, precision FROM parquet_schema('${pathOf('gold/fact_sales/')}')
WHERE name IN ('total_amount', 'unit_price', 'date', 'store_id')`,
    );
    expect(schema).toEqual([
      { name: 'date', type: 'INT32', converted_type: 'DATE', scale: null, precision: null },
      { name: 'store_id', type: 'BYTE_ARRAY', converted_type: 'UTF8', scale: null, precision: null },
      { name: 'unit_price', type: 'INT64', converted_type: 'DECIMAL', scale: '2', precision: '12' },
      { name: 'total_amount', type: 'INT64', converted_type: 'DECIMAL', scale: '2', precision: '18' },
    ]);
  });

  it('say the same as the warehouse', async () => {
    const { lake, pathOf } = await newBatch();
    const columns = fact
      .map(([name]) => (name === '_source_time' ? 'epoch_ms(_source_time)' : name))
      .join(', ');
    const loaded = await ask(lake, `SELECT ${columns} FROM fact_sales ORDER BY ALL`);
    expect(await queryDuckDb(`SELECT ${columns} FROM '${pathOf('gold/fact_sales/')}' ORDER BY ALL`)).toEqual(
      loaded,
    );
    const [sums] = await queryDuckDb(
      `SELECT count(*) AS rows, sum(total_amount) AS amount, count(city) AS cities, min(date) AS first,
  CAST(min(epoch_ms(_source_time)) AS BIGINT) AS time FROM '${pathOf('silver/sales/')}'`,
    );
    expect(sums).toEqual({
      rows: '35',
      // Thirty rows of the highest amount, four of 39.98, one of two cents.
      amount: decimalOf(30n * 1_000_000n * 9_999_999_999n + 4n * 3998n + 2n),
      cities: '25',
      first: '2000-01-01',
      time: String(Date.UTC(2026, 0, 1, 12, 30, 15, 250)),
    });
  });
});
