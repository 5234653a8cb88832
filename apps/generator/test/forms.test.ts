import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { generated, linesOf } from './folder.ts';

const bytesOf = async (options: Parameters<typeof generated>[0]) => {
  const { files } = await generated(options);
  return Buffer.concat(files.map((file) => readFileSync(file)));
};

test.for(['plain', 'hostile'] as const)('the same seed gives the same bytes (%s)', async (shape) => {
  const options = { rows: 3000, files: 2, shape };
  expect(await bytesOf(options)).toEqual(await bytesOf(options));
  expect(await bytesOf(options)).not.toEqual(await bytesOf({ ...options, seed: 43 }));
});

test('a plain line looks as Python writes it', async () => {
  const [line] = linesOf(await generated({ rows: 1, messRatio: 0 }));
  expect(line).toMatch(
    /^\{"transaction_id": "[0-9a-f]{16}", "date": "202[345]-\d\d-\d\d", "store_id": "S\d{3}", "store_name": "[^"]+", "city": "[^"]+", "product_id": "P\d{4}", "product_name": "[^"]+", "category": "[^"]+", "customer_id": "C\d{5}", "customer_name": "[^"]+", "quantity_sold": \d+, "unit_price": \d+\.\d{1,2}, "total_amount": \d+\.\d{1,2}, "payment_method": "[^"]+"\}$/,
  );
});

test.for([
  [{ sizeBytes: 1_000_000 }],
  [{ sizeBytes: 3_000_000, files: 7 }],
  [{ sizeBytes: 2_000_000, files: 3, shape: 'hostile' }],
  [{ sizeBytes: 2_000_000, format: 'array', messRatio: 0.5 }],
] as const)('the size is what was asked for, within one percent: %j', async ([options]) => {
  const { bytes, files } = await generated(options);
  expect(Math.abs(bytes / options.sizeBytes - 1)).toBeLessThan(0.01);
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBe(bytes);
});

test('the rows are as many as were asked for, spread over the files', async () => {
  const { truth, rows } = await generated({ rows: 1000, files: 3 });
  expect(rows).toBe(1000);
  expect(truth.files.map(({ read }) => read)).toEqual([333, 334, 333]);
});

test('no rows are an empty file, or an empty array', async () => {
  expect(await bytesOf({ rows: 0 })).toHaveLength(0);
  expect(JSON.parse(String(await bytesOf({ rows: 0, format: 'array' })))).toEqual([]);
});

test('a line is 340 to 365 bytes long on average, and shorter in the classic shape', async () => {
  const { bytes, rows } = await generated({ rows: 5000, messRatio: 0 });
  expect(bytes / rows).toBeGreaterThan(340);
  expect(bytes / rows).toBeLessThan(365);
  const classic = await generated({ rows: 5000, messRatio: 0, compat: true });
  expect(classic.bytes / classic.rows).toBeCloseTo(bytes / rows - 8, 6);
});

test.for([
  ['gzip', '.json.gz', gunzipSync],
  ['zstd', '.json.zst', zstdDecompressSync],
] as const)('%s holds the same text', async ([compression, extension, decompress]) => {
  const options = { rows: 6000, files: 2, shape: 'hostile' } as const;
  const { files, truth } = await generated({ ...options, compression });
  expect(files.map((file) => basename(file))).toEqual([`sales-00000${extension}`, `sales-00001${extension}`]);
  const text = Buffer.concat(files.map((file) => decompress(readFileSync(file))));
  expect(text).toEqual(await bytesOf(options));
  expect(truth.total.bytes).toBe(text.length);
});

test.for(['plain', 'hostile'] as const)(
  'an array holds the same rows, but for those that are no JSON (%s)',
  async (shape) => {
    const options = { rows: 3000, shape, messRatio: 0.3 } as const;
    const lines = linesOf(await generated(options));
    const values = lines.flatMap((line, i) => {
      try {
        return [JSON.parse(i === 0 ? line.replace(/^\uFEFF/, '') : line) as unknown];
      } catch {
        return [];
      }
    });
    const valid = values.filter((value) => !JSON.stringify(value).includes('\uFFFD'));
    const text = String(await bytesOf({ ...options, format: 'array' })).replace(/^\uFEFF/, '');
    const array = (JSON.parse(text) as unknown[]).filter(
      (value) => !JSON.stringify(value).includes('\uFFFD'),
    );
    expect(values.length).toBeGreaterThan(2500);
    expect(array.slice(0, valid.length)).toEqual(valid);
  },
);

test('every file is younger than the one before it', async () => {
  const { files } = await generated({ rows: 30, files: 3 });
  expect(files.map((file) => statSync(file).mtime.toISOString())).toEqual([
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:01.000Z',
    '2026-01-01T00:00:02.000Z',
  ]);
});

test('hostile files differ in the order of their keys, and use escapes and letters beyond ASCII', async () => {
  const { files } = await generated({ rows: 400, files: 4, shape: 'hostile', messRatio: 0 });
  const texts = files.map((file) => readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  const rows = texts.map((text) => JSON.parse(text.slice(0, text.indexOf('\n'))) as Record<string, unknown>);
  expect(new Set(rows.map((row) => Object.keys(row).join())).size).toBe(4);
  for (const row of rows) expect(Object.keys(row).sort()).toEqual(Object.keys(rows[0]!).sort());
  for (const pattern of [/\\u[0-9a-f]{4}/, /\\\//, /\\"/, /[\u0100-\uffff]/])
    expect(texts.join()).toMatch(pattern);
});

test('hostile customers all have names of their own', async () => {
  const lines = linesOf(await generated({ rows: 2000, shape: 'hostile', messRatio: 0 }));
  const names = lines.map(
    (line) => (JSON.parse(line.replace(/^\uFEFF/, '')) as { customer_name: string }).customer_name,
  );
  expect(new Set(names).size).toBeGreaterThan(1000);
});

test('the classic shape has short ids that sales share, FREE, -5 and null names', async () => {
  const result = await generated({ rows: 5000, compat: true });
  const rows = linesOf(result).map((line) => JSON.parse(line) as Record<string, unknown>);
  const ids = new Map<unknown, Set<unknown>>();
  for (const row of rows) {
    expect(row['transaction_id']).toMatch(/^[0-9a-f]{8}$/);
    const keys = ids.get(row['transaction_id']) ?? new Set();
    ids.set(row['transaction_id'], keys.add(`${String(row['store_id'])} ${String(row['date'])}`));
  }
  expect([...ids.values()].filter((keys) => keys.size > 1).length).toBe(
    result.truth.dirt['shared_transaction_id'],
  );
  expect(rows).toContainEqual(expect.objectContaining({ unit_price: 'FREE' }));
  expect(rows).toContainEqual(expect.objectContaining({ quantity_sold: -5 }));
  expect(rows).toContainEqual(expect.objectContaining({ store_name: null }));
  expect(Object.keys(result.truth.total.reasons)).toEqual([
    'quantity_sold_not_positive',
    'unit_price_invalid',
  ]);
});
