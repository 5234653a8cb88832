/*
 * The same work in plain Node, one thread: JSON.parse line by line, a compiled zod schema for the rules, Maps for the
 * duplicates and the dimensions, hyparquet-writer for the files.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { inputFiles, readJob, reportAccount } from '../job.ts';
import { Dimension } from './dimension.ts';
import { parseLine, readLines } from './lines.ts';
import { openParquet } from './parquetFile.ts';
import { rowSchema } from './rowSchema.ts';
import { factKinds, groupRows, SaleColumns, silverKinds } from './saleColumns.ts';

const job = readJob();
const path = (part: string) => `${job.output}/${part}`;
const tomorrow = Math.floor(Date.now() / 86_400_000) + 1;
const schema = rowSchema(tomorrow);
const silver = openParquet(path('silver/part-0.parquet'), silverKinds);
const quarantine = createWriteStream(path('quarantine/part-0.ndjson'));
const dimensions = {
  dim_store: new Dimension('store_id', ['store_name', 'city']),
  dim_product: new Dimension('product_id', ['product_name', 'category']),
  dim_customer: new Dimension('customer_id', ['customer_name']),
};
/** All row groups stay, because which row of a sale is the last is only known at the end. */
const groups: SaleColumns[] = [];
let current = new SaleColumns(0);

function endGroup(): void {
  silver.write(current.silver());
  groups.push(current);
  current = new SaleColumns(current.firstRow + current.count);
}

function refuse(line: string | Buffer, reasons: readonly string[]): void {
  quarantine.write(`${JSON.stringify({ reasons, raw: line.toString() })}\n`);
}

for (const file of inputFiles(job)) {
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const value = parseLine(line);
      if (value === undefined) continue;
      if (typeof value === 'string') {
        refuse(line, [value]);
        continue;
      }
      const { success, data, error } = schema.safeParse(value);
      if (!success) {
        refuse(
          line,
          error.issues.map((issue) => `${issue.path.join('.')}_${issue.message}`),
        );
        continue;
      }
      current.add(data);
      for (const name in dimensions) dimensions[name as keyof typeof dimensions].add(data);
      if (current.count === groupRows) endGroup();
    }
  }
}
endGroup();
silver.close();
quarantine.end();

const lastRows = new Map<string, number>();
for (const { texts, date, count, firstRow } of groups)
  for (let row = 0; row < count; row++)
    lastRows.set(`${texts.transaction_id[row]} ${texts.store_id[row]} ${date[row]}`, firstRow + row);
const isLast = new Uint8Array(current.firstRow);
for (const row of lastRows.values()) isLast[row] = 1;

const fact = openParquet(path('gold/fact_sales/part-0.parquet'), factKinds);
for (const group of groups) {
  const rows: number[] = [];
  for (let row = 0; row < group.count; row++) if (isLast[group.firstRow + row] === 1) rows.push(row);
  fact.write(group.fact(rows));
}
fact.close();
for (const [table, dimension] of Object.entries(dimensions)) {
  const kinds = Object.fromEntries(
    [dimension.key, ...dimension.attributes].map((name) => [name, 'text' as const]),
  );
  const file = openParquet(path(`gold/${table}/part-0.parquet`), kinds);
  file.write(dimension.columns());
  file.close();
}
await finished(quarantine);
reportAccount();
