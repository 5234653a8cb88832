import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { typed, typedJson } from './support/typed.ts';

interface DemoDocument {
  readonly generated: { readonly rows: number; readonly truthPath: string };
  readonly batch: Readonly<Record<'read' | 'loaded' | 'quarantined' | 'duplicates', number>>;
  readonly agreement: { readonly agrees: boolean; readonly comparisons: number };
  readonly queries: readonly { readonly sql: string; readonly rows: readonly (readonly unknown[])[] }[];
  readonly revenueByMonth: Readonly<Record<string, number>>;
  readonly revenueByCategory: Readonly<Record<string, number>>;
}

describe('sales demo', () => {
  it('tells the whole story', async () => {
    const out = join(temporaryFolder(), 'demo');
    const { code, out: text, err } = await typed(['demo', '--size', '2MB', '--out', out]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(text).toMatch(/^ {2}generate +\d+\.\d s {2}[\d,]+ rows, 2\.0 MB of messy JSON$/m);
    expect(text).toMatch(/^ {2}[\d,]+ read = [\d,]+ loaded \+ [\d,]+ quarantined \+ [\d,]+ duplicates$/m);
    expect(text).toMatch(/^ {2}The truth file agrees: (\d+) of \1 comparisons/m);
    expect(text).toContain('\nSELECT COUNT(*) FROM fact_sales;\n');
    expect(text).toContain('\nSELECT * FROM dim_store LIMIT 10;\n  store_id ');
    expect(text).toMatch(/\nRevenue by month\n(?: {2}\d{4}-\d\d .*█.*\n){12}/);
    expect(text).toContain('\nRevenue by category\n');
  });

  it('suggests commands that work as they stand, and names files that are there', async () => {
    const out = join(temporaryFolder(), 'demo');
    const { out: text } = await typed(['demo', '--size', '1MB', '--out', out]);
    const suggested = [...text.matchAll(/^ {2}sales (.+)$/gm)].map(([, words]) =>
      [...words!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!),
    );
    expect(suggested.length).toBeGreaterThanOrEqual(4);
    for (const args of suggested)
      expect({ args, ...(await typed(args)) }).toMatchObject({ args, code: 0, err: '' });
    const last = await typed(suggested.at(-1)!);
    expect(last.out).toContain('Nothing new');

    const places = [...text.matchAll(/^ {2}(?:warehouse|report|truth) +(\S+)$/gm)].map(([, path]) => path!);
    expect(places).toHaveLength(3);
    expect(places.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('gives the story as one JSON document, which an independent look at the warehouse confirms', async () => {
    const out = join(temporaryFolder(), 'demo');
    const demo = await typedJson<DemoDocument>(['demo', '--size', '2MB', '--seed', '7', '--out', out]);
    const { read, loaded, quarantined, duplicates } = demo.batch;
    expect(read).toBe(demo.generated.rows);
    expect(read).toBe(loaded + quarantined + duplicates);
    expect(demo.agreement.agrees).toBe(true);
    expect(demo.agreement.comparisons).toBeGreaterThan(40);
    const database = join(out, 'lake', 'warehouse.duckdb');
    const [count] = await queryDuckDb('SELECT count(*) AS n FROM fact_sales', { database });
    expect(count).toEqual({ n: String(loaded) });
    expect(demo.queries[0]!.rows).toEqual([[String(loaded)]]);
    const revenue = await queryDuckDb(
      'SELECT category, sum(total_amount) AS s FROM fact_sales JOIN dim_product USING (product_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 1',
      { database },
    );
    expect(Object.entries(demo.revenueByCategory)[0]).toEqual([
      revenue[0]!['category'],
      Number(revenue[0]!['s']),
    ]);
  });

  it('starts anew each time', async () => {
    const out = join(temporaryFolder(), 'demo');
    const args = ['demo', '--size', '500KB', '--out', out];
    const first = await typedJson<DemoDocument>(args);
    writeFileSync(join(out, 'lake', 'leftover'), 'x');
    const second = await typedJson<DemoDocument>(args);
    expect(existsSync(join(out, 'lake', 'leftover'))).toBe(false);
    expect(second.batch.loaded).toBe(first.batch.loaded);
  });

  it('does not pass over a truth that disagrees', async () => {
    const { disagreements } = await import('../src/demo/agreement.ts');
    const agreeing = { what: 'rows read', expected: '5', found: '5' };
    const differing = { what: 'rows loaded', expected: '5', found: '4' };
    expect(disagreements([agreeing, differing])).toEqual([differing]);
  });
});

describe('sales generate', () => {
  it('writes what was asked for, and the truth about it', async () => {
    const out = join(temporaryFolder(), 'data');
    const document = await typedJson<{ files: string[]; truthPath: string; total: { read: number } }>([
      'generate',
      '--rows',
      '100',
      '--files',
      '3',
      '--compression',
      'gzip',
      '--out',
      out,
    ]);
    expect(document.files).toHaveLength(3);
    expect(document.files.every((path) => path.endsWith('.gz') && existsSync(path))).toBe(true);
    const truth = JSON.parse(readFileSync(document.truthPath, 'utf8')) as { total: unknown };
    expect(truth.total).toEqual(document.total);
  });

  it('gives the same bytes for the same seed, and suggests how to go on', async () => {
    const folder = temporaryFolder();
    const write = (name: string, seed: string) =>
      typed(['generate', '--rows', '50', '--seed', seed, '--shape', 'hostile', '--out', join(folder, name)]);
    const { out } = await write('a', '5');
    await write('b', '5');
    await write('c', '6');
    const bytes = (name: string) => readFileSync(join(folder, name, 'sales-00000.json'));
    expect(bytes('a').equals(bytes('b'))).toBe(true);
    expect(bytes('a').equals(bytes('c'))).toBe(false);
    expect(out).toContain(`Next: sales run ${join(folder, 'a')}`);
  });
});
