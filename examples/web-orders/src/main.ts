import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localServices, readQuarantine, renderCents, runLocally, Warehouse } from '@sales/etl-core';
import { Effect, Stream } from 'effect';
import { cleanOrders, order, refusedLines } from './orders.ts';
import { webOrdersPipeline } from './webOrders.ts';

const folder = await mkdtemp(join(tmpdir(), 'web-orders-'));
const lake = join(folder, 'lake');
const services = localServices({ lake });
try {
  const clean = cleanOrders(300);
  await load('orders.ndjson', [
    ...clean,
    ...refusedLines(),
    // Delivered twice; and one again with other units, which takes the place of the first.
    ...clean.slice(0, 5),
    JSON.stringify({ ...order(7), units: 9 }),
  ]);
  await load('corrections.ndjson', [JSON.stringify({ ...order(8), units: 0 }), clean[9]!]);

  await show(`SELECT table_name FROM duckdb_tables() WHERE table_name NOT LIKE 'etl_%' ORDER BY 1`);
  await show(
    `SELECT country, department, COUNT(*) AS orders, SUM(units) AS units, SUM(amount) AS amount
     FROM fact_orders JOIN dim_site USING (site) JOIN dim_item USING (sku)
     GROUP BY ALL
     ORDER BY amount DESC
     LIMIT 3`,
  );
  await show('SELECT channel, SUM(amount) AS amount FROM fact_orders GROUP BY ALL ORDER BY 1');
  await show(`SELECT COUNT(*) AS shoppers FROM dim_shopper WHERE shopper_name <> 'Unknown'`);
} finally {
  await rm(folder, { recursive: true });
}

async function load(name: string, lines: readonly string[]): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, lines.join('\n'));
  const { batches } = await runLocally({ lake, inputs: [path], pipeline: webOrdersPipeline });
  for (const { batchId, read, loaded, quarantined, duplicates, totalAmountCents, drift } of batches) {
    console.log(
      `${name}: ${read} read = ${loaded} loaded + ${quarantined} quarantined + ${duplicates} duplicates; ${renderCents(totalAmountCents)}`,
    );
    const refused = readQuarantine(webOrdersPipeline, batchId).pipe(Stream.provide(services));
    for (const { line, reasons } of await Effect.runPromise(Stream.runCollect(refused))) {
      console.log(`  line ${line}: ${reasons.join(', ')}`);
    }
    for (const [field, { rows, sample }] of Object.entries(drift.extraFields)) {
      console.log(`  unknown to the contract: ${field} in ${rows} rows, such as ${sample}`);
    }
  }
}

async function show(sql: string): Promise<void> {
  const answer = Warehouse.use((warehouse) => warehouse.query(sql));
  const { columns, rows } = await Effect.runPromise(answer.pipe(Effect.provide(services)));
  console.log(`\n${columns.map(({ name }) => name).join(' | ')}`);
  for (const row of rows) console.log(row.join(' | '));
}
