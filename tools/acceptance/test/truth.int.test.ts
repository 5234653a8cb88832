import { join } from 'node:path';
import { type BatchReport, runLocally } from '@sales/etl-core';
import { type GenerateOptions, generate, type Truth, type TruthCounts } from '@sales/generator';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { expectedDigests } from './support/expected.ts';
import { digestsOf } from './support/warehouse.ts';

/** By seed: data of every shape, form and compression, from clean to nothing but dirt. */
const data: Readonly<Record<number, Omit<GenerateOptions, 'seed'>>> = {
  1: { rows: 10_000 },
  2: { rows: 6000, messRatio: 0 },
  3: { rows: 6000, messRatio: 1 },
  4: { rows: 5000, messRatio: 0.3, files: 7 },
  5: { rows: 4000, messRatio: 0.5, format: 'array' },
  6: { rows: 5000, messRatio: 0.2, compression: 'gzip', files: 3 },
  7: { rows: 5000, messRatio: 0.2, compression: 'zstd', files: 3 },
  8: { rows: 8000, messRatio: 0.3, compat: true },
  9: { rows: 5000, shape: 'hostile' },
  10: { rows: 4000, shape: 'hostile', messRatio: 1 },
  11: { rows: 4000, shape: 'hostile', format: 'array', compression: 'gzip', files: 5 },
  12: { rows: 4000, shape: 'hostile', compression: 'zstd', files: 40 },
  13: { rows: 2000, messRatio: 0.9, files: 60 },
  14: { rows: 3000, messRatio: 1, format: 'array', files: 4 },
  15: { rows: 3000, compat: true, format: 'array', compression: 'zstd', messRatio: 0.6 },
  16: { rows: 3000, compat: true, shape: 'hostile', files: 3, messRatio: 0.8 },
  17: { sizeBytes: 1_500_000, messRatio: 0.1 },
  18: { sizeBytes: 2_500_000, shape: 'hostile', compression: 'gzip' },
  19: { rows: 10, files: 20, format: 'array', messRatio: 0.5 },
  20: { rows: 0, files: 2 },
};

describe('a run over generated data', () => {
  for (const [seed, options] of Object.entries(data))
    it(`ends as the truth of seed ${seed} says: ${JSON.stringify(options)}`, async () => {
      const folder = temporaryFolder();
      const lake = join(folder, 'lake');
      const { truth } = await generate(join(folder, 'data'), { seed: Number(seed), ...options });
      const { batches } = await runLocally({ lake, inputs: [join(folder, 'data')] });
      expect(batches).toHaveLength(1);

      expect(accountOf(batches[0]!)).toEqual(expectedAccount(truth));
      expect(await digestsOf(lake)).toEqual(expectedDigests(truth));
    });
});

function accountOf(report: BatchReport) {
  const { read, loaded, duplicates, quarantined, superseded, inserted, corrected } = report;
  return {
    counts: { read, loaded, duplicates, quarantined, superseded, inserted, corrected },
    totalAmountCents: report.totalAmountCents,
    reasons: report.reasons,
    repairs: report.repairs,
    extraFields: Object.fromEntries(
      Object.entries(report.drift.extraFields).map(([name, { rows }]) => [name, rows]),
    ),
    objects: Object.fromEntries(
      report.objects.map(({ key, read, loaded, duplicates, quarantined }) => [
        key,
        { read, loaded, duplicates, quarantined },
      ]),
    ),
  };
}

function expectedAccount({ total, files, extraFields }: Truth): ReturnType<typeof accountOf> {
  return {
    counts: {
      ...countsOf(total),
      superseded: total.superseded,
      inserted: total.loaded,
      corrected: 0,
    },
    totalAmountCents: BigInt(total.totalAmountCents),
    reasons: { ...total.reasons, ...(total.superseded > 0 ? { superseded: total.superseded } : {}) },
    repairs: total.repairs,
    extraFields,
    objects: Object.fromEntries(files.map((file) => [`raw/sales/${file.name}`, countsOf(file)])),
  };
}

function countsOf({ read, loaded, duplicates, rejected, superseded }: TruthCounts) {
  return { read, loaded, duplicates, quarantined: rejected + superseded };
}
