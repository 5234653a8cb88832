import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { renderMeasurement } from '../src/json.ts';
import { mergeResults, publishResults } from '../src/results.ts';
import { caseResult, measurement } from './exampleResult.ts';

const small = caseResult({ case: { sizeBytes: 50e6, files: 1, shape: 'classic' } });
const middle = caseResult();

describe('results of several runs of the benchmark', () => {
  it('are kept side by side when their cases differ', () => {
    expect(mergeResults([middle], [small])).toEqual([small, middle]);
    expect(mergeResults([middle], [{ ...middle, mode: 'whole' }])).toHaveLength(2);
  });

  it('are replaced by newer ones of the same case', () => {
    const newer = caseResult({ measuredAt: '2026-12-01T00:00:00.000Z' });
    expect(mergeResults([middle, small], [newer])).toEqual([small, newer]);
  });

  it('of another machine are dropped', () => {
    const elsewhere = caseResult({ machine: { ...middle.machine, cores: 64 } });
    expect(mergeResults([middle, small], [elsewhere])).toEqual([elsewhere]);
  });

  it('are published as a page, a plot and data', () => {
    const folder = join(temporaryFolder(), 'benchmarks');
    publishResults(folder, [small]);
    publishResults(folder, [middle]);
    expect(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))).toEqual([small, middle]);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('### 50 MB, classic, 1 file');
    expect(existsSync(join(folder, 'growth.svg'))).toBe(true);
  });
});

describe('a measurement as JSON', () => {
  it('is one line with the median', () => {
    const line = renderMeasurement(
      middle,
      measurement('sales', [1.2, 1, 1.1], { rows: 1_499_000, totalAmountCents: '9007199254740991' }),
    );
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      engine: 'sales',
      input: '540MB-classic-1file',
      bytes: 540_000_123,
      rows: 1_499_000,
      totalAmountCents: 9007199254740991,
      wallSeconds: 1.1,
      peakRssMiB: 300,
    });
  });

  it('keeps the digits of a sum that a float would lose', () => {
    const line = renderMeasurement(
      middle,
      measurement('sales', [1], { totalAmountCents: '9007199254740993' }),
    );
    expect(JSON.parse(line)).toMatchObject({ totalAmountCents: '9007199254740993' });
  });

  it('has no time where the output was not equal', () => {
    const line = renderMeasurement(middle, measurement('duckdb', []));
    expect(JSON.parse(line)).toMatchObject({
      wallSeconds: null,
      peakRssMiB: null,
      problem: expect.stringContaining('cents') as string,
    });
  });
});
