import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { queryDuckDb } from '@sales/test-kit';
import { expect, test } from 'vitest';
import type { TruthCounts } from '../src/index.ts';
import { generated, linesOf } from './folder.ts';

const digest = (lines: readonly string[]) =>
  createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('hex');
const sum = (values: readonly (number | string)[]) =>
  values.reduce<bigint>((total, value) => total + BigInt(value), 0n);

const cents = (amount: unknown) => Math.round(Number(amount) * 100);

test('every row is accounted for, in each file and in all of them', async () => {
  const { truth } = await generated({ rows: 20_000, files: 5, messRatio: 0.5 });
  for (const counts of [truth.total, ...truth.files] satisfies TruthCounts[]) {
    expect(counts.accepted + counts.rejected).toBe(counts.read);
    expect(counts.loaded + counts.duplicates + counts.superseded).toBe(counts.accepted);
  }
  for (const count of [
    'read',
    'accepted',
    'rejected',
    'loaded',
    'duplicates',
    'superseded',
    'totalAmountCents',
    'bytes',
  ] as const)
    expect([count, sum(truth.files.map((file) => file[count]))]).toEqual([count, BigInt(truth.total[count])]);
  for (const counts of ['reasons', 'repairs'] as const)
    for (const [name, count] of Object.entries(truth.total[counts]))
      expect([name, sum(truth.files.map((file) => file[counts][name] ?? 0))]).toEqual([name, BigInt(count)]);
  const months = Object.values(truth.facts.months);
  expect(sum(months.map(({ rows }) => rows))).toBe(BigInt(truth.total.loaded));
  expect(sum(months.map(({ totalAmountCents }) => totalAmountCents))).toBe(
    BigInt(truth.total.totalAmountCents),
  );
});

test('the truth of clean rows is what JSON.parse finds in them', async () => {
  const result = await generated({ rows: 5000, files: 3, messRatio: 0 });
  const rows = linesOf(result).map((line) => JSON.parse(line) as Record<string, string | number>);
  const { truth } = result;
  expect(truth.total).toMatchObject({ read: 5000, loaded: 5000, rejected: 0, duplicates: 0, superseded: 0 });
  expect(truth.total.totalAmountCents).toBe(
    String(rows.reduce((total, row) => total + cents(row['total_amount']), 0)),
  );
  for (const row of rows)
    expect(Number(row['quantity_sold']) * cents(row['unit_price'])).toBe(cents(row['total_amount']));

  const facts = rows.map((row) =>
    [
      ...['transaction_id', 'date', 'store_id', 'product_id', 'customer_id', 'quantity_sold'].map(
        (name) => row[name],
      ),
      Number(row['unit_price']).toFixed(2),
      Number(row['total_amount']).toFixed(2),
      row['payment_method'],
    ].join('\t'),
  );
  expect(truth.facts.rows).toBe(5000);
  expect(truth.facts.sha256).toBe(digest(facts));

  for (const [table, key, ...attributes] of [
    ['dim_store', 'store_id', 'store_name', 'city'],
    ['dim_product', 'product_id', 'product_name', 'category'],
    ['dim_customer', 'customer_id', 'customer_name'],
  ] as const) {
    const latest = new Map<unknown, Record<string, string | number>>();
    for (const row of rows) {
      const known = latest.get(row[key]);
      if (known === undefined || row['date']! >= known['date']!) latest.set(row[key], row);
    }
    const members = [...latest.values()].map((row) =>
      [key, ...attributes].map((name) => row[name]).join('\t'),
    );
    expect(truth.dimensions[table]).toMatchObject({ rows: latest.size, sha256: digest(members) });
  }
});

test('DuckDB digests the same facts', async () => {
  const { files, truth } = await generated({ rows: 2000, messRatio: 0 });
  const [row] = await queryDuckDb(`
    SELECT sha256(string_agg(line, chr(10) ORDER BY line)) AS sha256 FROM (
      SELECT concat_ws(chr(9), transaction_id, date, store_id, product_id, customer_id, quantity_sold,
        unit_price, total_amount, payment_method) AS line
      FROM read_json('${files[0]!}', format = 'newline_delimited', columns = {
        transaction_id: 'VARCHAR', date: 'DATE', store_id: 'VARCHAR', product_id: 'VARCHAR',
        customer_id: 'VARCHAR', quantity_sold: 'INTEGER', unit_price: 'DECIMAL(12,2)',
        total_amount: 'DECIMAL(18,2)', payment_method: 'VARCHAR'}))`);
  expect(row!['sha256']).toBe(truth.facts.sha256);
});

test('a small dimension is listed in full, under the same digest', async () => {
  const { truth } = await generated({ rows: 3000 });
  const { members, rows, sha256 } = truth.dimensions.dim_store;
  expect(members).toHaveLength(rows);
  expect(digest(members!.map((row) => row.join('\t')))).toBe(sha256);
  expect(truth.dimensions.dim_customer.members).toBeUndefined();
});

test('the truth file says what was returned', async () => {
  const { truth, truthPath } = await generated({ rows: 100, compat: true });
  expect(JSON.parse(readFileSync(truthPath, 'utf8'))).toEqual(truth);
});

test('corrections and duplicates reach across files', async () => {
  const { truth } = await generated({ rows: 4000, files: 2, messRatio: 0.2 });
  const repeats = Object.entries(truth.dirt).filter(([name]) => /^(duplicate|corrected)/.test(name));
  const total = repeats.reduce((sum, [, count]) => sum + count, 0);
  expect(truth.total.duplicates + truth.total.superseded).toBe(total);
  // What the second file repeats of the first makes the first lose more rows than it repeats itself.
  expect(truth.files[0]!.duplicates + truth.files[0]!.superseded).toBeGreaterThan(total / 2);
});
