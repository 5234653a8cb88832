import { cpSync, mkdirSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BatchReport, runLocally } from '@sales/etl-core';
import { type Generated, type GenerateOptions, generate } from '@sales/generator';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { expectedDigests } from './support/expected.ts';
import { ask, digestsOf } from './support/warehouse.ts';

/** Lays files into a lake as if they had been uploaded one a second, in the order of their names. */
function upload(lake: string, files: readonly string[], all: Generated['files']): void {
  const raw = join(lake, 'raw/sales');
  mkdirSync(raw, { recursive: true });
  for (const file of files) {
    const path = join(raw, basename(file));
    cpSync(file, path);
    const seconds = 1_700_000_000 + all.indexOf(file);
    utimesSync(path, seconds, seconds);
  }
}

const data: readonly (readonly [GenerateOptions, readonly (readonly number[])[]])[] = [
  [{ seed: 31, rows: 3000, files: 5, messRatio: 0.6 }, [[4], [0, 2], [3, 1]]],
  [{ seed: 32, rows: 2500, files: 4, shape: 'hostile', compression: 'zstd' }, [[3], [2], [1], [0]]],
  [
    { seed: 33, rows: 2500, files: 4, messRatio: 0.5, compat: true },
    [
      [1, 3],
      [0, 2],
    ],
  ],
];

describe('generated files, in several batches and any order', () => {
  it.each(data)('%j as batches %j end in the tables that one batch makes', async (options, batches) => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    const { files, truth } = await generate(join(folder, 'data'), options);
    const reports: BatchReport[] = [];
    for (const numbers of batches) {
      upload(
        lake,
        numbers.map((number) => files[number]!),
        files,
      );
      reports.push(...(await runLocally({ lake })).batches);
    }
    expect(reports).toHaveLength(batches.length);
    expect(await digestsOf(lake)).toEqual(expectedDigests(truth));

    const sum = (name: 'read' | 'inserted' | 'loaded' | 'quarantined' | 'duplicates') =>
      reports.reduce((total, report) => total + report[name], 0);
    expect(sum('read')).toBe(truth.total.read);
    expect(sum('read')).toBe(sum('loaded') + sum('quarantined') + sum('duplicates'));
    expect(await ask(lake, 'SELECT count(*) AS n FROM fact_sales')).toEqual([{ n: String(sum('inserted')) }]);
  });
});
