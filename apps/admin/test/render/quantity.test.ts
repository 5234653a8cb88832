import { expect, it } from 'vitest';
import {
  renderAmount,
  renderBytes,
  renderCount,
  renderOf,
  renderSeconds,
  renderShare,
  renderShort,
} from '../../src/render/quantity.ts';

it('groups digits by threes, at any size', () => {
  expect(renderCount(1_234_567)).toBe('1,234,567');
  expect(renderCount(12_345_678_901_234_567_890n)).toBe('12,345,678,901,234,567,890');
});

it('says one file and two files', () => {
  expect([renderOf(1, 'file'), renderOf(2, 'file'), renderOf(0, 'batch', 'batches')]).toEqual([
    '1 file',
    '2 files',
    '0 batches',
  ]);
});

it('writes cents as an amount to the cent', () => {
  expect([0n, 5n, -5n, 123_456n, 900_719_925_474_099_301n].map(renderAmount)).toEqual([
    '0.00',
    '0.05',
    '-0.05',
    '1,234.56',
    '9,007,199,254,740,993.01',
  ]);
});

it('moves to the next unit before it would write 1000.0', () => {
  expect([0, 999, 1000, 999_949, 999_950, 50e6, 1.5e9].map(renderBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.0 MB',
    '50.0 MB',
    '1.5 GB',
  ]);
  expect([7, 1500, 999_960, 999_970_000].map(renderShort)).toEqual(['7', '1.5 k', '1.0 M', '1.0 G']);
});

it('writes times by their two largest units', () => {
  expect([0.04, 12.34, 59.96, 125, 12_000].map(renderSeconds)).toEqual([
    '0.0 s',
    '12.3 s',
    '1 min 0 s',
    '2 min 5 s',
    '3 h 20 min',
  ]);
});

it('calls only nothing 0 % and only everything 100 %', () => {
  expect([
    renderShare(0, 9),
    renderShare(1, 100_000),
    renderShare(99_999, 100_000),
    renderShare(9, 9),
    renderShare(0, 0),
  ]).toEqual(['0 %', '< 0.1 %', '> 99.9 %', '100 %', '0 %']);
});
