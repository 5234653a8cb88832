import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLocally } from '@sales/etl-core';
import { generate } from '@sales/generator';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { digestsOf } from './support/warehouse.ts';

const texts = [
  'transaction_id',
  'store_id',
  'store_name',
  'city',
  'product_id',
  'product_name',
  'category',
  'customer_id',
  'customer_name',
  'payment_method',
];
const numbers = ['quantity_sold', 'unit_price', 'total_amount'];

/** Renders a lake's clean rows as newline-delimited JSON, in the order in which they were read. */
async function cleanRowsOf(lake: string): Promise<string> {
  const pairs = [
    ...texts.map((name) => `'"${name}":' || coalesce(CAST(to_json(${name}) AS VARCHAR), 'null')`),
    ...numbers.map((name) => `'"${name}":' || CAST(${name} AS VARCHAR)`),
    `'"date":"' || CAST(date AS VARCHAR) || '"'`,
  ];
  const rows = await queryDuckDb(`SELECT '{' || ${pairs.join(` || ',' || `)} || '}' AS line
FROM read_parquet('${lake}/silver/**/*.parquet', file_row_number = true) ORDER BY file_row_number`);
  return (rows as unknown as { line: string }[]).map(({ line }) => `${line}\n`).join('');
}

function centsOf(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}

describe('clean rows', () => {
  it.each([
    { seed: 41, rows: 4000, messRatio: 0.7, files: 3 },
    { seed: 42, rows: 3000, shape: 'hostile' as const },
  ])('are clean already when they are read again: %j', async (options) => {
    const folder = temporaryFolder();
    const [lake, again] = [join(folder, 'lake'), join(folder, 'again')];
    await generate(join(folder, 'data'), options);
    const [first] = (await runLocally({ lake, inputs: [join(folder, 'data')] })).batches;
    mkdirSync(join(again, 'raw/sales'), { recursive: true });
    writeFileSync(join(again, 'raw/sales/clean.ndjson'), await cleanRowsOf(lake));
    const [second] = (await runLocally({ lake: again })).batches;

    const { loaded, duplicates, superseded, totalAmountCents } = first!;
    expect(superseded + duplicates).toBeGreaterThan(0);
    expect(second).toMatchObject({
      read: loaded + duplicates + superseded,
      loaded,
      duplicates,
      superseded,
      reasons: { superseded },
      totalAmountCents,
    });
    expect(Object.entries(second!.repairs)).toEqual(
      Object.entries(first!.repairs).filter(([name]) => name.endsWith('_unknown')),
    );
    expect(Object.keys(second!.reasons)).toEqual(['superseded']);
    expect(await digestsOf(again)).toEqual(await digestsOf(lake));
  });

  it('have totals that are quantity times price, in whole cents', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    await generate(join(folder, 'data'), { seed: 43, rows: 5000, messRatio: 0.6, format: 'array' });
    const [report] = (await runLocally({ lake, inputs: [join(folder, 'data')] })).batches;
    const facts = (await queryDuckDb(
      'SELECT quantity_sold AS quantity, unit_price AS price, total_amount AS total FROM fact_sales',
      {
        database: join(lake, 'warehouse.duckdb'),
      },
    )) as unknown as readonly { quantity: number; price: string; total: string }[];
    expect(facts).toHaveLength(report!.loaded);
    for (const { quantity, price, total } of facts)
      expect(centsOf(total)).toBe(BigInt(quantity) * centsOf(price));
    expect(facts.reduce((sum, { total }) => sum + centsOf(total), 0n)).toBe(report!.totalAmountCents);
  });
});
