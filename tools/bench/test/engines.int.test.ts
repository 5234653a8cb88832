import { spawnSync } from 'node:child_process';
import { generate } from '@sales/generator';
import { temporaryFolder } from '@sales/test-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Shape, shapes } from '../src/benchCase.ts';
import { engines, salesRun } from '../src/engines.ts';
import type { BenchInput } from '../src/input.ts';
import { runChecked } from '../src/measure.ts';
import { venvPython } from '../src/pythonEnvironment.ts';

const limits = { cores: 2, limitSeconds: 100 };

/** Generates two small files, in which every kind of dirt occurs; some rows correct rows of the other file. */
async function smallInput(shape: Shape): Promise<BenchInput> {
  const folder = temporaryFolder();
  const kind = shape === 'classic' ? { compat: true } : { shape };
  const { files, truth } = await generate(folder, { seed: 7, rows: 3000, files: 2, messRatio: 0.4, ...kind });
  return { folder, files, truth };
}

beforeAll(async () => {
  // Bundles what measures this library.
  await salesRun.prepare();
});

const hasPython = (module: string) => spawnSync(venvPython, ['-c', `import ${module}`]).status === 0;

describe.each(shapes)('on the %s shape', (shape) => {
  it.each(['sales', 'duckdb', 'node'] as const)('%s arrives at the truth', async (name) => {
    const input = await smallInput(shape);
    expect(await runChecked(engines[name], input, 'warm', limits)).toMatchObject({
      rows: input.truth.total.loaded,
      totalAmountCents: input.truth.total.totalAmountCents,
    });
  });

  it.runIf(hasPython('polars'))('polars arrives at the truth', async () => {
    const input = await smallInput(shape);
    expect(await runChecked(engines.polars, input, 'warm', limits)).not.toHaveProperty('problem');
  });

  it.runIf(hasPython('pandas'))('pandas arrives at the truth', async () => {
    const input = await smallInput(shape);
    expect(await runChecked(engines.pandas, input, 'warm', limits)).not.toHaveProperty('problem');
  });
});

it.runIf(hasPython('pyspark')).each(['sales-spark', 'pyspark'] as const)(
  '%s arrives at the truth on the hostile shape',
  { timeout: 120_000 },
  async (name) => {
    expect(await runChecked(engines[name], await smallInput('hostile'), 'warm', limits)).not.toHaveProperty(
      'problem',
    );
  },
);

describe('the gate', () => {
  it('gives no time to an engine that does not arrive at the truth', async () => {
    const input = await smallInput('classic');
    const total = { ...input.truth.total, totalAmountCents: '1' };
    const other = { ...input, truth: { ...input.truth, total } };
    expect(await runChecked(engines.duckdb, other, 'warm', limits)).toEqual({
      problem: `other output: cents: ${input.truth.total.totalAmountCents} instead of 1`,
    });
  });

  it('holds a whole run to the loaded warehouse', async () => {
    const input = await smallInput('plain');
    expect(await runChecked(salesRun, input, 'warm', limits)).toMatchObject({
      rows: input.truth.total.loaded,
      stageSeconds: { load: expect.any(Number) as number },
    });
    const total = { ...input.truth.total, loaded: 1 };
    const other = { ...input, truth: { ...input.truth, total } };
    expect(await runChecked(salesRun, other, 'warm', limits)).toHaveProperty('problem');
  });
});
