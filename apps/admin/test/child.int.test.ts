import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment, salesChild, salesWords } from './support/child.ts';
import { mixedRows, sale, writeSales } from './support/sales.ts';
import { type Typed, typedJson } from './support/typed.ts';

describe('a process of its own', () => {
  it('ends with 0, 1, 2 or 3 and keeps its streams apart', async () => {
    const folder = temporaryFolder();
    const path = writeSales(folder, 'a.json', mixedRows);
    const lake = join(folder, 'lake');
    const run = await salesChild(['run', path, '--lake', lake, '--strict', '--json']);
    expect(run).toMatchObject({ code: 3, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({ batches: [{ read: 5 }] });
    const query = await salesChild(['query', 'SELECT COUNT(*) FROM fact_sales', '--lake', lake]);
    expect(query).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^ {2}count_star\(\)\n +2\n/),
    });
    const failed = await salesChild(['query', 'SELECT * FROM nothing', '--lake', lake]);
    expect(failed).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^error: .*\n$/) });
    const usage = await salesChild(['run', '--wrong']);
    expect(usage).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error: .*\n$/) });
    const usageJson = await salesChild(['run', '--wrong', '--json']);
    expect(usageJson).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(usageJson.out)).toMatchObject({ error: { tag: 'UnrecognizedOption' } });
  });

  it('uses ./lake of the folder it is started in', async () => {
    const folder = temporaryFolder();
    writeSales(folder, 'a.json', [sale()]);
    const { code, out } = await salesChild(['run', 'a.json'], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toMatch(/Next: sales query "SELECT COUNT\(\*\) FROM fact_sales" --lake \.\/lake\n$/);
    expect(existsSync(join(folder, 'lake', 'warehouse.duckdb'))).toBe(true);
  });

  it('prints all of a long answer to a slow reader, and ends quietly when the reader leaves', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    await typedJson(['run', writeSales(folder, 'a.json', [sale()]), '--lake', lake]);
    const command = (reader: string) =>
      `${salesWords.map((word) => `'${word}'`).join(' ')} query "SELECT repeat('x', 1000) FROM range(2000)" --max-rows 2000 --json --lake '${lake}' | ${reader}`;
    const options = { encoding: 'utf8', env: cleanEnvironment(), maxBuffer: 1e8 } as const;
    const slow = spawnSync('bash', ['-c', command('(sleep 0.5; cat)')], options);
    const { rows } = JSON.parse(slow.stdout) as { rows: unknown[] };
    expect(rows).toHaveLength(2000);
    const leaving = spawnSync('bash', ['-c', `set -o pipefail; ${command('head -c 10')}`], options);
    expect(leaving).toMatchObject({ status: 0, stderr: '' });
    expect(leaving.stdout).toHaveLength(10);
  });

  it.skipIf(!existsSync('/dev/full'))('says so when its output cannot be written', () => {
    const command = `${salesWords.map((word) => `'${word}'`).join(' ')} --help > /dev/full`;
    const { status, stderr } = spawnSync('bash', ['-c', command], {
      encoding: 'utf8',
      env: cleanEnvironment(),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: The output cannot be written: .*ENOSPC/);
  });

  it('tells that another process has the warehouse open', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    await typedJson(['run', writeSales(folder, 'a.json', [sale()]), '--lake', lake]);
    const other = await holdDatabase(join(lake, 'warehouse.duckdb'));
    try {
      const query = await salesChild(['query', 'SELECT 1', '--lake', lake]);
      expect(query).toMatchObject({ code: 1, out: '' });
      expect(query.err).toMatch(/^error: .*(?:use|open|lock).*\n$/i);
      const doctor = await salesChild(['doctor', '--lake', lake]);
      expect(doctor.code).toBe(0);
      expect(doctor.out).toMatch(/^warn {2}warehouse /m);
    } finally {
      other.kill();
    }
  });
});

describe('Ctrl-C', () => {
  it('stops a run cleanly with 130, and the next run completes it', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    const lake = join(folder, 'lake');
    const { total } = await typedJson<{ total: { read: number; loaded: number } }>([
      'generate',
      '--size',
      '40MB',
      '--out',
      data,
    ]);
    const stopped = await interrupted(
      ['run', data, '--lake', lake],
      () => filesIn(join(lake, 'silver')).length > 0,
    );
    expect(stopped.code).toBe(130);
    expect(stopped.out).toBe('');
    expect(stopped.err).toBe(
      'Stopped. Nothing is half done: the next run continues from here, so type the same command again.\n',
    );
    const lock = JSON.parse(readFileSync(join(lake, 'locks', 'sales.json'), 'utf8')) as { released: boolean };
    expect(lock.released).toBe(true);

    const { batches } = await typedJson<{ batches: { read: number; loaded: number }[] }>([
      'run',
      data,
      '--lake',
      lake,
    ]);
    expect(batches).toMatchObject([{ read: total.read, loaded: total.loaded }]);
  });

  it('with --json leaves one document too, and no half-written data', async () => {
    const out = join(temporaryFolder(), 'data');
    const isUnderWay = () => filesIn(out).some((path) => sizeOf(path) > 5e6);
    const stopped = await interrupted(['generate', '--size', '2GB', '--out', out, '--json'], isUnderWay);
    expect(stopped).toMatchObject({ code: 130, err: '' });
    expect(JSON.parse(stopped.out)).toMatchObject({ error: { tag: 'Interrupted' } });
    expect(filesIn(out)).toEqual([]);
  });
});

/** Runs a command and interrupts it once something is so. */
async function interrupted(args: readonly string[], isTime: () => boolean): Promise<Typed> {
  return salesChild(args, {
    onStart: (child) => {
      const timer = setInterval(() => {
        if (!isTime()) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 10);
      child.on('close', () => clearInterval(timer));
    },
  });
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Starts a process that opens a database and keeps it open. */
async function holdDatabase(path: string): Promise<{ readonly kill: () => void }> {
  const { spawn } = await import('node:child_process');
  const code = `import { DuckDBInstance } from '@duckdb/node-api';
    await DuckDBInstance.create(${JSON.stringify(path)});
    console.log('open'); setInterval(() => {}, 1000);`;
  const cwd = new URL('../../../tools/test-kit', import.meta.url);
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return { kill: () => child.kill() };
}
