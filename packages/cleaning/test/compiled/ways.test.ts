import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { saleLine } from '../sale.ts';
import { columnKinds, readCase, type ReaderName } from './readers.ts';
import { oneText, sameReading } from './sameReading.ts';
import { readingDigest } from './readingDigest.ts';

const lines = Array.from({ length: 400 }, (_, row) => saleLine({ transaction_id: `T-${row}`, city: null }));
const text = `${lines.join('\n')}\n`;

it.each<[ReaderName, number]>([
  ['reference', 0],
  ['interpreted', 399],
  ['kernel', 399],
])('the %s reader scans lines or does not', (name, scannedRows) => {
  expect(readCase(oneText('sales', text), name).scannedRows).toBe(scannedRows);
});

it('text that repeats and text that does not are collected in their ways, whoever scans', () => {
  const limits = { rowsPerTable: 150, trialRows: 50, mostlyDistinct: 0.9 };
  const fuzzCase = oneText('sales', text, limits);
  for (const name of ['interpreted', 'kernel'] as const) {
    const kinds = readCase(fuzzCase, name).drained.flatMap(({ tables }) => tables.map(columnKinds));
    expect(kinds).toMatchObject([
      { transaction_id: 'text', store_id: 'codes' },
      { transaction_id: 'text', store_id: 'codes' },
      { transaction_id: 'text', store_id: 'codes' },
    ]);
  }
  expect(sameReading(fuzzCase).fastLines).toBeGreaterThan(390);
});

/** Runs the digest of some readings in a process of its own. */
function digestIn(flags: readonly string[], args: readonly string[]): ReturnType<typeof readingDigest> {
  const script = join(import.meta.dirname, 'readingDigest.ts');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@sales/source', ...flags, script, ...args],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout) as ReturnType<typeof readingDigest>;
}

it('where no code may be generated, and where there is no WebAssembly, everything is read the same', () => {
  const { digest, hasKernel, scannedRows } = readingDigest();
  expect(hasKernel).toBe(true);
  expect(scannedRows).toBeGreaterThan(1_000);
  expect(digestIn(['--disallow-code-generation-from-strings'], [])).toEqual({
    digest,
    hasKernel,
    scannedRows,
  });
  const interpreted = digestIn([], ['without-webassembly']);
  expect(interpreted).toMatchObject({ digest, hasKernel: false });
  expect(interpreted.scannedRows).toBeGreaterThan(1_000);
}, 60_000);
