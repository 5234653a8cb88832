import { expect, test } from 'vitest';
import { resolveOptions } from '../src/options.ts';

test('the defaults are one plain file of NDJSON with one row in twenty soiled', () => {
  expect(resolveOptions({ seed: 1, rows: 10 })).toEqual({
    seed: 1,
    sizeBytes: null,
    rows: 10,
    files: 1,
    messRatio: 0.05,
    compat: false,
    shape: 'plain',
    format: 'ndjson',
    compression: 'none',
  });
});

test('the hostile shape soils three rows in ten', () => {
  expect(resolveOptions({ seed: 1, rows: 10, shape: 'hostile' }).messRatio).toBe(0.3);
});

test.for([
  [{ seed: 1 }, 'either a size or a number of rows'],
  [{ seed: 1, rows: 1, sizeBytes: 1 }, 'either a size or a number of rows'],
  [{ seed: -1, rows: 1 }, 'The seed -1'],
  [{ seed: 0.5, rows: 1 }, 'The seed 0.5'],
  [{ seed: 1, rows: -1 }, 'The number of rows -1'],
  [{ seed: 1, sizeBytes: 0 }, 'The size in bytes 0'],
  [{ seed: 1, rows: 1, files: 0 }, 'The number of files 0'],
  [{ seed: 1, rows: 1, messRatio: 5 }, 'The mess ratio 5'],
  [{ seed: 1, rows: 1, messRatio: Number.NaN }, 'The mess ratio NaN'],
  [{ seed: 1, rows: 5e9, compat: true }, 'leave out --compat'],
] as const)('%j is refused', ([options, message]) => {
  expect(() => resolveOptions(options)).toThrow(message);
});
