import { salesStar } from '@sales/schema';
import type { LoadRequest } from '@sales/warehouse';
import type { RedshiftTarget } from '../src/index.ts';

export const target: RedshiftTarget = {
  schema: 'sales',
  iamRole: 'arn:aws:iam::123456789012:role/sales-copy',
  manifestFolder: 's3://sales-lake/runs/b1/copy',
};

/** A batch of the star that ships, with every kind of file and count. */
export const salesBatch: LoadRequest = {
  star: salesStar,
  batchId: 'b1',
  digest: '5feceb66ffc86f38',
  attempt: 2,
  fence: 7,
  ingestDate: '2026-03-07',
  loadedAt: '2026-03-07T12:00:00.500Z',
  fact: [0, 1].map((part) => ({
    url: `s3://sales-lake/gold/fact_sales/batch=b1/part-0000${part}.parquet`,
    sizeBytes: 134_217_728 + part,
    rows: 1_500_000,
  })),
  dimensions: Object.fromEntries(
    salesStar.dimensions.map(({ table }) => [
      table,
      [{ url: `s3://sales-lake/gold/${table}/batch=b1/part-00000.parquet`, sizeBytes: 4096, rows: 40 }],
    ]),
  ),
  expected: {
    factRows: 3_000_000,
    measureCents: 123_456_789_012n,
    dimensionRows: Object.fromEntries(salesStar.dimensions.map(({ table }) => [table, 40])),
  },
  counts: { read: 3_000_100, rejected: 60, duplicates: 30, superseded: 10 },
  reasons: { date_invalid: 40, unit_price_not_positive: 25, superseded: 10 },
};
