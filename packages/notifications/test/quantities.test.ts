import { describe, expect, it } from 'vitest';
import { renderBytes, renderCents, renderDuration, renderInteger, renderShare } from '../src/quantities.ts';

describe('amounts', () => {
  it.each([
    [0n, '0.00'],
    [5n, '0.05'],
    [-5n, '-0.05'],
    [99_999n, '999.99'],
    [123_456n, '1,234.56'],
    [-123_456_789n, '-1,234,567.89'],
    [9_007_199_254_740_993_00n, '9,007,199,254,740,993.00'],
  ])('%s cents read %s', (cents, text) => {
    expect(renderCents(cents)).toBe(text);
  });
});

describe('whole numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567, '1,234,567'],
    [-1_234, '-1,234'],
  ])('%s reads %s', (value, text) => {
    expect(renderInteger(value)).toBe(text);
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [5_368_709_120, '5.4 GB'],
    [9e18, '9000.0 PB'],
  ])('%s bytes read %s', (sizeBytes, text) => {
    expect(renderBytes(sizeBytes)).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [12_345, '12.3 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_599_600, '1 h 0 min'],
    [12_000_000, '3 h 20 min'],
  ])('%s ms read %s', (durationMs, text) => {
    expect(renderDuration(durationMs)).toBe(text);
  });
});

describe('shares', () => {
  it.each([
    [0, 0, '0 %'],
    [0, 10, '0 %'],
    [12, 1_000, '1.2 %'],
    [1, 1_000_000, '< 0.1 %'],
    [999_999, 1_000_000, '> 99.9 %'],
    [10, 10, '100 %'],
  ])('%s of %s reads %s', (part, whole, text) => {
    expect(renderShare(part, whole)).toBe(text);
  });
});
