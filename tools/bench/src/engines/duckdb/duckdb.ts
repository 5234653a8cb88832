/*
 * The same work in DuckDB. The classic shape gets the leanest SQL that is right for it; the others need all rules.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { inputFiles, readJob, reportAccount } from '../job.ts';

const job = readJob();
const scripts =
  job.shape === 'classic' ? ['classic', 'silver', 'gold'] : ['rules', 'readings', 'silver', 'gold'];
const files = inputFiles(job).map((path) => `'${path}'`);

const instance = await DuckDBInstance.create(':memory:', {
  threads: String(job.cores),
  temp_directory: join(job.output, 'spill'),
});
const connection = await instance.connect();
for (const script of scripts) {
  const text = readFileSync(join(import.meta.dirname, `${script}.sql`), 'utf8')
    .replaceAll('{files}', `[${files.join(', ')}]`)
    .replaceAll('{output}', job.output);
  await connection.run(text);
}
reportAccount();
connection.closeSync();
instance.closeSync();
