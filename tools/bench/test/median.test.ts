import { expect, it } from 'vitest';
import { median } from '../src/median.ts';

it('is the number in the middle, whatever the order', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([7])).toBe(7);
});

it('is the mean of the two in the middle of an even count', () => {
  expect(median([4, 1, 10, 2])).toBe(3);
});

it('does not change what it is given, and is not thrown by one slow run', () => {
  const runs = [1, 100, 1.1];
  expect(median(runs)).toBe(1.1);
  expect(runs).toEqual([1, 100, 1.1]);
});

it('is nothing of nothing', () => {
  expect(() => median([])).toThrow(RangeError);
});
