import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newLake, run, upload } from './support/lake.ts';
import { centsOf, decimalOf } from './support/model.ts';
import { ndjson, sale, seededRandom } from './support/sales.ts';
import { ask } from './support/tables.ts';

describe('money', () => {
  it('is exact from the text to the sums, also past what a double holds', async () => {
    const random = seededRandom(7);
    const lines = Array.from({ length: 60 }, (_, i) => {
      const quantity = random.pick([1, 3, 999_983, 1_000_000]);
      const price = random.pick([
        '99999999.99',
        '99999999.97',
        '0.01',
        '0.10',
        `${random.below(1_000_000)}.29`,
      ]);
      return { id: `T${i}`, quantity, price, cents: BigInt(quantity) * centsOf(price) };
    });
    const lake = newLake();
    // Prices are written as numbers, which must not be read as doubles.
    const text = lines.map(({ id, quantity, price }) =>
      ndjson([
        sale({ transaction_id: id, quantity_sold: quantity, unit_price: 'PRICE', total_amount: null }),
      ]).replace('"PRICE"', price),
    );
    upload(lake, 'a.json', text.join(''));
    const { batches } = await run(lake);
    const total = lines.reduce((sum, { cents }) => sum + cents, 0n);
    expect(total).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER) * 10n);
    expect(batches[0]!.totalAmountCents).toBe(total);

    const facts = await ask(lake, 'SELECT transaction_id AS id, unit_price, total_amount FROM fact_sales');
    expect(
      new Map(facts.map(({ id, unit_price, total_amount }) => [id, [unit_price, total_amount]])),
    ).toEqual(new Map(lines.map(({ id, price, cents }) => [id, [price, decimalOf(cents)]])));
    const sums =
      'SELECT (SELECT sum(total_amount) FROM fact_sales) AS fact, (SELECT measure FROM etl_batch) AS batch';
    expect(await ask(lake, sums)).toEqual([{ fact: decimalOf(total), batch: decimalOf(total) }]);
    const report = JSON.parse(readFileSync(join(lake, 'runs', batches[0]!.batchId, 'report.json'), 'utf8'));
    expect(report).toMatchObject({ totalAmountCents: String(total), totalAmount: decimalOf(total) });
  });
});
