import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { saleLine } from '../sale.ts';
import { columnKinds, readCase, type ReaderName } from './readers.ts';
import { oneText, sameReading } from './sameReading.ts';
import { readingDigest } from './readingDigest.ts';

const lines = Array.from({ length: 400 }, (_, row) => saleLine({ transaction_id: `T-${row}`, city: null }));
const text = `${lines.join('\n')}\n`;

/** Counts what is made by `new Function` until the test ends. */
function countGenerated(): () => number {
  const original = globalThis.Function;
  let made = 0;
  globalThis.Function = new Proxy(original, {
    construct(target, parts) {
      made++;
      return Reflect.construct(target, parts) as object;
    },
  });
  onTestFinished(() => {
    globalThis.Function = original;
  });
  return () => made;
}

it.each<[ReaderName, number, number]>([
  ['reference', 0, 0],
  ['interpreted', 0, 399],
  ['generated', 1, 399],
])('the %s reader generates code or does not, and scans', (name, scanners, scannedRows) => {
  const generated = countGenerated();
  expect(readCase(oneText('sales', text), name).scannedRows).toBe(scannedRows);
  expect(generated()).toBe(scanners);
});

it('code is generated for a shape that had enough rows', () => {
  const generated = countGenerated();
  const rare = saleLine({ extra: 1 });
  const fuzzCase = oneText('sales', `${rare}\n`.repeat(20) + text, { rowsBeforeGeneration: 100 });
  const chunks = { ...fuzzCase.objects[0]!, cuts: [40 * rare.length, 200 * rare.length] };
  readCase({ ...fuzzCase, objects: [chunks] }, 'generated');
  expect(generated()).toBe(1);
});

it('text that repeats and text that does not are collected in their ways, whoever scans', () => {
  const limits = { rowsPerTable: 150, trialRows: 50, mostlyDistinct: 0.9 };
  const fuzzCase = oneText('sales', text, limits);
  for (const name of ['interpreted', 'generated'] as const) {
    const kinds = readCase(fuzzCase, name).drained.flatMap(({ tables }) => tables.map(columnKinds));
    expect(kinds).toMatchObject([
      { transaction_id: 'text', store_id: 'codes' },
      { transaction_id: 'text', store_id: 'codes' },
      { transaction_id: 'text', store_id: 'codes' },
    ]);
  }
  expect(sameReading(fuzzCase).fastLines).toBeGreaterThan(390);
});

it('where no code may be generated, everything is read the same', () => {
  const script = join(import.meta.dirname, 'readingDigest.ts');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@sales/source', '--disallow-code-generation-from-strings', script],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { mayGenerate, digest, scannedRows } = JSON.parse(stdout) as ReturnType<typeof readingDigest>;
  expect(mayGenerate).toBe(false);
  const here = readingDigest();
  expect(here.mayGenerate).toBe(true);
  expect([digest, scannedRows]).toEqual([here.digest, here.scannedRows]);
  expect(scannedRows).toBeGreaterThan(1_000);
});
