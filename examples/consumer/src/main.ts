import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type BatchReport,
  localServices,
  type RawRow,
  renderCents,
  runLocally,
  type salesContract,
  Warehouse,
} from '@sales/etl-core';
import { Effect } from 'effect';

type RawSale = RawRow<typeof salesContract>;

const folder = await mkdtemp(join(tmpdir(), 'sales-consumer-'));
const lake = join(folder, 'lake');
try {
  const espresso: RawSale = {
    transaction_id: '4f1c2a9be07d3355',
    date: '2025-11-28',
    store_id: 'S001',
    store_name: 'Harbour Street',
    city: 'Lisbon',
    product_id: 'P0042',
    product_name: 'Espresso machine',
    category: 'Home & Kitchen',
    customer_id: 'C00007',
    customer_name: 'Inês Duarte',
    quantity_sold: 2,
    unit_price: '$1,234.50',
    payment_method: 'credit',
  };
  const kettle: RawSale = {
    ...espresso,
    transaction_id: '4f1c2a9be07d3356',
    store_id: 's002',
    store_name: 'Station',
    product_id: 'P0043',
    product_name: 'Kettle',
    quantity_sold: '3',
    unit_price: 19.995,
  };
  const gift: RawSale = {
    ...kettle,
    transaction_id: '4f1c2a9be07d3357',
    unit_price: 'FREE',
    date: '2025-13-01',
  };

  const monday = await write('monday.ndjson', [espresso, kettle, gift].map(asLine).join('\n'));
  // An array, compressed: one sale of Monday again, and one that is new.
  const bread: RawSale = {
    ...espresso,
    transaction_id: '4f1c2a9be07d3358',
    date: '11/29/2025',
    quantity_sold: 1,
  };
  const tuesday = await write('tuesday.json.gz', gzipSync(JSON.stringify([espresso, bread])));
  await load('Monday and Tuesday', [monday, tuesday]);

  // The same sale with another quantity corrects it.
  const correction = await write('wednesday.ndjson', asLine({ ...kettle, quantity_sold: 4 }));
  await load('a correction', [correction]);

  await load('all of it again', [monday, tuesday, correction]);

  const { columns, rows } = await query(
    `SELECT store_name, COUNT(*) AS sales, SUM(quantity_sold) AS pieces, SUM(total_amount) AS revenue
     FROM fact_sales JOIN dim_store USING (store_id)
     GROUP BY ALL
     ORDER BY revenue DESC`,
  );
  console.log(columns.map(({ name }) => name).join(' | '));
  for (const row of rows) console.log(row.join(' | '));
} finally {
  await rm(folder, { recursive: true });
}

async function write(name: string, data: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, data);
  return path;
}

async function load(what: string, inputs: readonly string[]): Promise<void> {
  const { batches, intake } = await runLocally({ lake, inputs });
  console.log(`${what}: ${intake.stored.length} files taken in, ${intake.unchanged.length} known already`);
  for (const batch of batches) console.log(account(batch));
}

function account({
  read,
  loaded,
  corrected,
  quarantined,
  duplicates,
  reasons,
  totalAmountCents,
}: BatchReport) {
  const refused = Object.keys(reasons).length === 0 ? '' : ` (${Object.keys(reasons).join(', ')})`;
  return `  ${read} read = ${loaded} loaded (${corrected} of them corrections) + ${quarantined} quarantined${refused} + ${duplicates} duplicates; ${renderCents(totalAmountCents)}`;
}

function query(sql: string) {
  const answer = Warehouse.use((warehouse) => warehouse.query(sql));
  return Effect.runPromise(answer.pipe(Effect.provide(localServices({ lake }))));
}

function asLine(sale: RawSale): string {
  return JSON.stringify(sale);
}
