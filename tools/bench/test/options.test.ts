import { describe, expect, it } from 'vitest';
import { standardPlan } from '../src/benchCase.ts';
import { engineNames } from '../src/engineName.ts';
import { UsageError } from '../src/errors.ts';
import { parseOptions } from '../src/options.ts';
import { PAGES_FOLDER } from '../src/workspace.ts';

describe('the command line', () => {
  it('measures the standard plan with every engine, cold and warm, when nothing is said', () => {
    const options = parseOptions([]);
    expect(options.cases).toBe(standardPlan);
    expect(options.engines).toEqual(engineNames);
    expect(options.temperatures).toEqual(['cold', 'warm']);
    expect(options.runs).toBe(3);
    expect(options.pages).toBe(PAGES_FOLDER);
  });

  it('measures every combination of what is listed', () => {
    const { cases } = parseOptions(['--size', '50MB,5GB', '--files', '1,500', '--shape', 'classic,hostile']);
    expect(cases).toHaveLength(8);
    expect(cases).toContainEqual({ sizeBytes: 5e9, files: 500, shape: 'hostile' });
  });

  it('takes the middle size, one file and the classic shape for what is not listed', () => {
    expect(parseOptions(['--files', '500']).cases).toEqual([
      { sizeBytes: 540e6, files: 500, shape: 'classic' },
    ]);
  });

  it('keeps the standard page for the standard plan', () => {
    expect(parseOptions(['--size', '50MB']).pages).not.toBe(PAGES_FOLDER);
    expect(parseOptions(['--size', '50MB', '--pages', PAGES_FOLDER]).pages).toBe(PAGES_FOLDER);
  });

  it('prints one object per engine as JSON, of warm runs', () => {
    const options = parseOptions(['--size', '540MB', '--engines', 'sales,duckdb', '--json']);
    expect(options).toMatchObject({ json: true, engines: ['sales', 'duckdb'], temperatures: ['warm'] });
    expect(options.cases).toHaveLength(1);
  });

  it('measures only this library as a whole', () => {
    expect(parseOptions(['--whole']).engines).toEqual(['sales']);
    expect(() => parseOptions(['--whole', '--engines', 'duckdb'])).toThrow(UsageError);
  });

  it.each([
    [['--size', 'large'], /"large" is no size/],
    [['--engines', 'sales,oracle'], /does not know "oracle"/],
    [['--shape', 'round'], /does not know "round"/],
    [['--runs', '0'], /from 1 on/],
    [['--runs', '2.5'], /whole number/],
    [['--files', '-1'], /--files/],
    [['--fast'], /--fast/],
    [['540MB'], /540MB/],
  ])('refuses %j with a word about it', (args, message) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(message);
  });
});
