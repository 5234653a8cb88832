import { join } from 'node:path';
import { queryDuckDb } from '@sales/test-kit';
import { csvNull } from '@sales/redshift';
import { expect, it } from 'vitest';
import { salesPipeline, writeGoldCsv } from '../src/index.ts';
import { newLake, onLake, run, upload } from './support/lake.ts';
import { ndjson, sales } from './support/sales.ts';

it('writes gold as CSV with the rows of the Parquet files, value by value', async () => {
  const lake = newLake();
  upload(
    lake,
    'a.json',
    ndjson(sales(200, (i) => ({ city: i % 3 === 0 ? null : `Côte, "${i}"\n`, payment_method: null }))),
  );
  const { batches } = await run(lake);
  const { batchId } = batches[0]!;
  const written = await onLake(lake, writeGoldCsv(salesPipeline, batchId));
  expect(written.fact.map(({ key, rows }) => [key, rows])).toEqual([
    [`gold/csv/fact_sales/batch=${batchId}/part-00000.csv`, 200],
  ]);
  for (const [table, files] of [['fact_sales', written.fact], ...Object.entries(written.dimensions)] as const)
    for (const { key } of files) {
      const parquet = join(lake, key.replace('gold/csv/', 'gold/').replace('.csv', '.parquet'));
      const gold = `read_parquet('${parquet}', hive_partitioning = false)`;
      const columns = await queryDuckDb(`DESCRIBE SELECT * FROM ${gold}`);
      const types = columns.map(
        (column) => `'${column['column_name'] as string}': '${column['column_type'] as string}'`,
      );
      const csv = `read_csv('${join(lake, key)}', header = true, hive_partitioning = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '${csvNull}', columns = {${types.join(', ')}})`;
      const differing = await queryDuckDb(
        `(SELECT * FROM ${csv} EXCEPT ALL SELECT * FROM ${gold}) UNION ALL (SELECT * FROM ${gold} EXCEPT ALL SELECT * FROM ${csv})`,
      );
      expect({ table, differing }).toEqual({ table, differing: [] });
      const [count] = await queryDuckDb(`SELECT COUNT(*)::INTEGER AS n FROM ${csv}`);
      expect(count!['n']).toBeGreaterThan(0);
    }
});
