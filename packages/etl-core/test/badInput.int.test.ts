import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { pipelineStatus, salesPipeline, validateFile } from '../src/index.ts';
import { newLake, onLake, run, upload } from './support/lake.ts';
import { ndjson, sales } from './support/sales.ts';
import { ask } from './support/tables.ts';

const rows = ndjson(sales(5));
const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;

interface Failure {
  readonly _tag: string;
  readonly reason?: string;
  readonly message: string;
}

/** What a run is rejected with, whose message must be for people: one line, sentences, the thing named. */
async function failureOf(running: Promise<unknown>, thing: string): Promise<Failure> {
  const failure = (await running.then(
    () => ({ _tag: 'none', message: 'It did not fail.' }),
    (error: unknown) => error,
  )) as Failure;
  expect(failure.message).toMatch(/^["A-Za-z/][^\n]*[a-z"]\.$/);
  expect(failure.message).toContain(thing);
  return failure;
}

/** Holds that a lake has nothing published and nothing loaded, so that a failure left nothing half done. */
async function mustBeUntouched(lake: string): Promise<void> {
  const { batches } = await onLake(lake, pipelineStatus(salesPipeline));
  expect(batches.filter(({ status }) => status === 'published' || status === 'loaded')).toEqual([]);
  for (const folder of ['silver', 'gold', 'quarantine'])
    expect(existsSync(join(lake, folder)) ? filesBelow(join(lake, folder)) : []).toEqual([]);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

/** Root may do anything, so root becomes someone else for as long as the work lasts. */
async function withoutPrivileges<A>(work: () => Promise<A>): Promise<A> {
  if (isRoot) process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('an input that cannot be taken in', () => {
  const inputs: readonly (readonly [string, () => string, RegExp])[] = [
    ['does not exist', () => join(temporaryFolder(), 'gone'), /" does not exist; check the path\.$/],
    [
      'is a folder without data',
      temporaryFolder,
      /^The folder ".*" holds no data: no file in it ends in \.json, \.ndjson, \.jsonl, each perhaps with \.gz or \.zst\.$/,
    ],
    [
      'is no data by its name',
      () => written(join(temporaryFolder(), 'a.csv'), rows),
      /" is no sales data by its name; it must end in \.json,/,
    ],
    [
      'is neither a file nor a folder',
      () => '/dev/null',
      /" is neither a file nor a folder; name a file or a folder\.$/,
    ],
    [
      'lies below a file',
      () => join(written(join(temporaryFolder(), 'a.json'), rows), 'b.json'),
      /b\.json" does not exist; check the path\.$/,
    ],
  ];
  it.each(inputs)('%s, and is named', async (_, makeInput, sentence) => {
    const [lake, input] = [newLake(), makeInput()];
    const good = written(join(temporaryFolder(), 'good.json'), rows);
    const failure = await failureOf(run(lake, [good, input]), input);
    expect(failure).toMatchObject({ _tag: 'InputUnusable', path: input });
    expect(failure.message).toMatch(sentence);
    await mustBeUntouched(lake);
    expect((await run(lake, [good])).batches).toMatchObject([{ loaded: 5 }]);
  });

  it('may not be read, until it may', async () => {
    const lake = newLake();
    const input = written(join(temporaryFolder(), 'a.json'), rows);
    for (const path of [dirname(lake), dirname(input)]) chmodSync(path, 0o777);
    chmodSync(input, 0);
    const failure = await withoutPrivileges(() => failureOf(run(lake, [input]), input));
    expect(failure).toMatchObject({ _tag: 'InputUnusable' });
    expect(failure.message).toMatch(
      /" may not be read by this user; change its permissions and run again\.$/,
    );
    chmodSync(input, 0o644);
    expect((await withoutPrivileges(() => run(lake, [input]))).batches).toMatchObject([{ loaded: 5 }]);
  });
});

describe('an object that cannot be read to its end', () => {
  const gzip = gzipSync(rows);
  const zstd = zstdCompressSync(rows);
  const binary = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 37) % 256));
  const objects: readonly (readonly [string, string, Uint8Array | string, string, RegExp])[] = [
    ['binary data', 'x.json', binary, 'binary', /is binary data and no UTF-8 text/],
    [
      'gzip that is cut off',
      'x.json.gz',
      gzip.subarray(0, -20),
      'truncated',
      /compressed data ends too early/,
    ],
    [
      'zstd that is cut off',
      'x.json.zst',
      zstd.subarray(0, -9),
      'truncated',
      /compressed data ends too early/,
    ],
    ['gzip that is damaged', 'x.json.gz', flipped(gzip, 60), 'corrupt', /compressed data is damaged/],
    [
      'an array without its bracket',
      'x.json',
      `[${JSON.stringify(sales(1)[0])},`,
      'truncated',
      /ends without the closing bracket/,
    ],
    [
      'an array in gzip without its bracket',
      'x.json.gz',
      gzipSync('[{}'),
      'truncated',
      /ends without the closing bracket/,
    ],
    ['a quoted text that never ends', 'x.json', '["abc', 'truncated', /ends without the closing bracket/],
  ];
  it.each(objects)('fails its batch: %s', async (_, name, content, fault, problem) => {
    const lake = newLake();
    upload(lake, 'good.json', rows);
    upload(lake, name, content);
    const failure = await failureOf(run(lake), `raw/sales/${name}`);
    expect(failure).toMatchObject({ _tag: 'SourceUnreadable', key: `raw/sales/${name}`, fault });
    expect(failure.message).toMatch(problem);
    expect(failure.message).toMatch(
      /Nothing of its batch was loaded; put a whole copy in its place, or take it out of the lake, and run again\.$/,
    );
    await mustBeUntouched(lake);
    expect(existsSync(join(lake, 'warehouse.duckdb'))).toBe(false);

    const validated = onLake(lake, validateFile(salesPipeline, join(lake, 'raw/sales', name)));
    expect(await failureOf(validated, name)).toMatchObject({
      _tag: 'InputUnusable',
      message: expect.stringMatching(problem),
    });
    rmSync(join(lake, 'raw/sales', name));
    expect((await run(lake)).batches).toMatchObject([{ loaded: 5, attempt: 1 }]);
  });

  it('may not be read, until it may', async () => {
    const lake = newLake();
    for (const path of [dirname(lake), join(lake, 'raw/sales')]) mkdirSync(path, { recursive: true });
    const path = upload(lake, 'a.json', rows);
    for (const folder of [dirname(lake), lake]) chmodSync(folder, 0o777);
    chmodSync(path, 0);
    const failure = await withoutPrivileges(() => failureOf(run(lake), 'raw/sales/a.json'));
    expect(failure).toMatchObject({ _tag: 'LakeError', reason: 'Permission' });
    chmodSync(path, 0o644);
    expect((await withoutPrivileges(() => run(lake))).batches).toMatchObject([{ loaded: 5 }]);
  });

  it('changed while it was read', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    const onEvent = (event: { readonly type: string }): void => {
      if (event.type === 'batch-started') upload(lake, 'a.json', `${rows}${rows}`, Date.UTC(2026, 5, 1));
    };
    const failure = await failureOf(run(lake, [], { onEvent }), 'raw/sales/a.json');
    expect(failure).toMatchObject({ _tag: 'LakeError', reason: 'Changed' });
    expect((await run(lake)).batches).toMatchObject([{ read: 10, loaded: 5, duplicates: 5 }]);
  });
});

describe('a lake that cannot be one', () => {
  it('because it is a file', async () => {
    const lake = written(join(temporaryFolder(), 'lake'), 'x');
    expect(await failureOf(run(lake), lake)).toMatchObject({ _tag: 'LakeError', reason: 'NotAFolder' });
    rmSync(lake);
    expect((await run(lake)).batches).toEqual([]);
  });

  it('because its folder may not be written', async () => {
    const lake = newLake();
    chmodSync(dirname(lake), 0o555);
    const failure = await withoutPrivileges(() => failureOf(run(lake), lake));
    expect(failure).toMatchObject({ _tag: 'LakeError', reason: 'Permission' });
    chmodSync(dirname(lake), 0o755);
  });

  it('because a file is where its objects go', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    written(join(lake, 'gold'), 'x');
    expect(await failureOf(run(lake), 'gold/')).toMatchObject({ _tag: 'LakeError', reason: 'NotAFolder' });
    rmSync(join(lake, 'gold'));
    expect((await run(lake)).batches).toMatchObject([{ loaded: 5 }]);
  });
});

describe('a warehouse that cannot be one', () => {
  const files: readonly (readonly [string, (path: string) => unknown, RegExp])[] = [
    [
      'is no DuckDB file',
      (path) => written(path, 'something else'.repeat(500)),
      /is not a DuckDB database\. Move it away/,
    ],
    ['is a folder', (path) => mkdirSync(path), /is a folder\. Name a file for the warehouse\.$/],
  ];
  it.each(files)(
    'because it %s: the batch waits, published, and is loaded once it can be',
    async (_, spoil, problem) => {
      const lake = newLake();
      upload(lake, 'a.json', rows);
      const path = join(lake, 'warehouse.duckdb');
      spoil(path);
      const failure = await failureOf(run(lake), path);
      expect(failure).toMatchObject({ _tag: 'WarehouseError', reason: 'CannotOpen' });
      expect(failure.message).toMatch(problem);
      rmSync(path, { recursive: true });
      expect((await run(lake)).batches).toMatchObject([{ loaded: 5, attempt: 1 }]);
      expect(await ask(lake, 'SELECT count(*) AS n FROM fact_sales')).toEqual([{ n: '5' }]);
    },
  );
});

function validate(path: string) {
  return Effect.runPromise(validateFile(salesPipeline, path));
}

describe('a file to be validated', () => {
  it.each([
    ['does not exist', 'gone.json', /does not exist; check the path\.$/],
    ['is a folder', '.', /is a folder where a file was expected; name a file in it\.$/],
  ])('%s, and is named', async (_, name, sentence) => {
    const path = join(temporaryFolder(), name);
    const failure = await failureOf(validate(path), path);
    expect(failure).toMatchObject({ _tag: 'InputUnusable', path });
    expect(failure.message).toMatch(sentence);
  });

  it('gives the report of its rows and the first of the refused ones', async () => {
    const path = written(join(temporaryFolder(), 'a.json'), `${rows}no row\n{}\nno row\n`);
    const seen: number[] = [];
    const { report, rejects } = await Effect.runPromise(
      validateFile(salesPipeline, path, { maxRejects: 2, onProgress: (bytes) => void seen.push(bytes) }),
    );
    expect(report).toMatchObject({ read: 8, accepted: 5, rejected: 3, reasons: { malformed_json: 2 } });
    expect(rejects).toMatchObject([
      { source: 'a.json', line: 6, raw: 'no row', reasons: ['malformed_json'] },
      { source: 'a.json', line: 7, raw: '{}' },
    ]);
    expect(seen.at(-1)).toBe(rows.length + 'no row\n{}\nno row\n'.length);
  });
});

function written(path: string, content: string): string {
  writeFileSync(path, content);
  return path;
}

function flipped(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes);
  for (let i = at; i < at + 8; i++) damaged[i] = damaged[i]! ^ 0xff;
  return damaged;
}
