import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '@sales/generator';

/** The parts of what `sales run --json` prints that are read here. */
interface Run {
  readonly nothingNew: boolean;
  readonly batches: ReadonlyArray<{
    readonly read: number;
    readonly loaded: number;
    readonly duplicates: number;
    readonly totalAmountCents: number | string;
  }>;
}

const folder = await mkdtemp(join(tmpdir(), 'sales-command-line-'));
const data = join(folder, 'data');
const lake = join(folder, 'lake');
try {
  for (const command of ['--help', 'demo --help']) {
    const usage = sales(...command.split(' '))
      .split('\n')
      .find((line) => line.startsWith('  sales'));
    console.log(`sales ${command}: ${usage?.trim()}`);
  }

  // The generator says what it planted, and the command line must find just that. From 8 MB on it works in threads.
  const { truth } = await generate(data, { sizeBytes: 20_000_000, seed: 7, files: 2 });
  const { batches } = JSON.parse(sales('run', data, '--lake', lake, '--json')) as Run;
  for (const batch of batches) {
    console.log('sales run:');
    compare('rows', batch.read, truth.total.read);
    compare('loaded rows', batch.loaded, truth.total.loaded);
    compare('duplicates', batch.duplicates, truth.total.duplicates);
    compare('loaded amount', String(batch.totalAmountCents), truth.total.totalAmountCents);
  }
  const { rows } = JSON.parse(
    sales('query', 'SELECT COUNT(*) FROM fact_sales', '--lake', lake, '--json'),
  ) as { readonly rows: readonly (readonly unknown[])[] };
  compare('rows of fact_sales', Number(rows[0]?.[0]), truth.facts.rows);
  const again = JSON.parse(sales('run', data, '--lake', lake, '--json')) as Run;
  console.log(`sales run again: ${again.nothingNew ? 'nothing new' : 'something new'}`);
} finally {
  await rm(folder, { recursive: true });
}

/** Runs the command line that npm installed, and gives what it prints. */
function sales(...command: readonly string[]): string {
  return execFileSync('npx', ['sales', ...command], { encoding: 'utf8' });
}

function compare<T extends number | string>(what: string, found: T, planted: T): void {
  console.log(`  ${what}: ${found === planted ? 'as planted' : `${found}, but planted were ${planted}`}`);
}
