import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sale, writeSales } from './support/sales.ts';
import { typed, typedJson } from './support/typed.ts';

/** Puts a loaded lake into a folder, and every kind of thing that is not what it should be. */
async function fillWithTrouble(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  await typedJson(['run', writeSales(folder, 'good.json', [sale()]), '--lake', at('lake')]);
  mkdirSync(at('folder.json'));
  mkdirSync(at('empty'));
  mkdirSync(at('taken'));
  mkdirSync(at('unloaded'));
  writeFileSync(at('taken/letter.txt'), 'Dear Ada');
  writeFileSync(at('letter.txt'), 'Dear Ada');
  writeFileSync(at('secret.json'), '{}', { mode: 0o000 });
}

const isRoot = process.getuid?.() === 0;

/** What is typed, after `cd` into the folder; the exit code; what the one sentence says. `@` stands for the folder. */
const table: readonly (readonly [what: string, args: readonly string[], code: number, says: RegExp])[] = [
  ['an unknown command', ['runn'], 2, /no command "runn"; did you mean run/],
  ['an unknown flag', ['run', '--laek', 'x'], 2, /no flag --laek.*did you mean --lake/],
  ['a flag without its value', ['run', '--lake'], 2, /--lake needs a value/],
  ['a missing argument', ['query'], 2, /argument <sql> is missing/],
  ['an argument too many', ['validate', 'a', 'b'], 2, /no place for "b"/],
  ['a missing flag', ['generate'], 2, /flag --out is missing/],
  [
    'a count that is none',
    ['query', 'x', '--max-rows', 'many'],
    2,
    /"many" is no value for --max-rows: a whole number from 1/,
  ],
  [
    'a choice that is none',
    ['generate', '--out', '@/g', '--shape', 'odd'],
    2,
    /"odd" is no value for --shape: plain or hostile/,
  ],
  [
    'a share above one',
    ['generate', '--out', '@/g', '--mess', '5'],
    2,
    /"5" is no value for --mess: a share from 0 to 1/,
  ],
  ['a size that is none', ['generate', '--out', '@/g', '--size', 'huge'], 2, /"huge" is no size/],
  [
    'a size and a number of rows',
    ['generate', '--out', '@/g', '--size', '1MB', '--rows', '5'],
    2,
    /one of them, not both/,
  ],
  [
    'a file in place of the folder to generate into',
    ['generate', '--out', '@/letter.txt', '--rows', '5'],
    1,
    /is a file/,
  ],
  ['a path that is not there', ['run', '@/nowhere', '--lake', '@/l'], 1, /"@\/nowhere" does not exist/],
  ['a folder without data', ['run', '@/empty', '--lake', '@/l'], 1, /holds no data/],
  [
    'a file that is no data by name',
    ['run', '@/letter.txt', '--lake', '@/l'],
    1,
    /no sales data by its name/,
  ],
  [
    'a file in place of the lake',
    ['run', '@/good.json', '--lake', '@/letter.txt'],
    1,
    /there is a file of that name/,
  ],
  [
    'a lake below a file',
    ['run', '@/good.json', '--lake', '@/letter.txt/lake'],
    1,
    /a part of its path is a file/,
  ],
  ['a lake that is not there', ['status', '--lake', '@/nowhere'], 1, /There is no lake at "@\/nowhere"/],
  ['a warehouse that is not there', ['query', 'SELECT 1', '--lake', '@/unloaded'], 1, /Nothing was loaded/],
  [
    'a file in place of the lake to look at',
    ['status', '--lake', '@/letter.txt'],
    1,
    /there is a file of that name/,
  ],
  ['a folder in place of a file', ['validate', '@/folder.json'], 1, /is a folder where a file was expected/],
  ['no file', ['validate', '@/nowhere.json'], 1, /"@\/nowhere.json" does not exist/],
  ['SQL that is none', ['query', 'SELEC 1', '--lake', '@/lake'], 1, /SELEC/],
  ['SQL about no table', ['query', 'SELECT * FROM nothing', '--lake', '@/lake'], 1, /nothing/],
  ['SQL that writes', ['query', 'DELETE FROM fact_sales', '--lake', '@/lake'], 1, /only|read/],
  [
    'two statements',
    ['query', 'SELECT 1; DROP TABLE fact_sales', '--lake', '@/lake'],
    1,
    /one statement|only|read/,
  ],
  ['an unknown batch', ['quarantine', 'list', 'nonesuch', '--lake', '@/lake'], 1, /no batch "nonesuch"/],
  [
    'a row that is none',
    ['quarantine', 'show', 'latest', 'first', '--lake', '@/lake'],
    2,
    /"first" is no row/,
  ],
  ['an unknown row', ['quarantine', 'show', 'latest', '99', '--lake', '@/lake'], 1, /no quarantined row 99/],
  [
    "somebody else's folder for the demo",
    ['demo', '--out', '@/taken'],
    1,
    /not empty and not a folder of the demo/,
  ],
  ["a file in place of the demo's folder", ['demo', '--out', '@/letter.txt'], 1, /it is a file/],
];

describe('what is wrong is told in one sentence', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sales-test-'));
    await fillWithTrouble(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(table)('%s: on standard error, without a stack', async (_, args, code, says) => {
    const result = await typed(args.map((arg) => arg.replace(/^@/, folder)));
    expect(result).toMatchObject({ code, out: '' });
    expect(result.err).toMatch(/^error: .+\.$/);
    expect(result.err.replaceAll(folder, '@')).toMatch(says);
    expect(result.err).not.toMatch(/\n| at .*:\d+|bug in the program/);
  });

  it.each(table)('%s: with --json as one document on standard output', async (_, args, code, says) => {
    const result = await typed([...args.map((arg) => arg.replace(/^@/, folder)), '--json']);
    expect(result).toMatchObject({ code, err: '' });
    const { error } = JSON.parse(result.out) as { error: { tag: string; message: string } };
    expect(error.tag).toMatch(/^[A-Z]\w+$/);
    expect(error.message.replaceAll(folder, '@')).toMatch(says);
  });

  it.skipIf(isRoot)('for a file this user may not read', async () => {
    const { code, err } = await typed(['run', join(folder, 'secret.json'), '--lake', join(folder, 'lake')]);
    expect(code).toBe(1);
    expect(err).toContain('may not be read by this user');
    chmodSync(join(folder, 'secret.json'), 0o600);
  });

  it('and changes nothing', async () => {
    await typed(['query', 'DELETE FROM fact_sales', '--lake', join(folder, 'lake')]);
    const { rows } = await typedJson<{ rows: unknown[][] }>([
      'query',
      'SELECT count(*) FROM fact_sales',
      '--lake',
      join(folder, 'lake'),
    ]);
    expect(rows).toEqual([['1']]);
  });
});

it('loads nothing of binary garbage that is named like data, and says which file it is', async () => {
  const folder = temporaryFolder();
  const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 167 + (index >> 3)) % 256);
  writeFileSync(join(folder, 'garbage.json'), bytes);
  const validated = await typed(['validate', join(folder, 'garbage.json')]);
  expect(validated).toMatchObject({ code: 1, err: expect.stringContaining('binary data') });
  const run = await typed(['run', join(folder, 'garbage.json'), '--lake', join(folder, 'lake')]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(/^error: raw\/sales\/garbage\.json cannot be read: it is binary data/);
});

it('quarantines garbage that is text, row by row', async () => {
  const folder = temporaryFolder();
  writeSales(folder, 'garbage.json', ['<html>', '<p>Not Found', '\u001b[2J', '42']);
  const { batches } = await typedJson<{ batches: unknown[] }>([
    'run',
    join(folder, 'garbage.json'),
    '--lake',
    join(folder, 'lake'),
  ]);
  expect(batches).toMatchObject([
    { read: 4, loaded: 0, quarantined: 4, reasons: { malformed_json: 3, not_an_object: 1 } },
  ]);
});
