import { expect, it } from 'vitest';
import { outcomeOf } from '../src/index.ts';

it('is a success up to the threshold, and partial above it', () => {
  expect(outcomeOf({ read: 100, quarantined: 5 }, { partialAbove: 0.05 })).toBe('succeeded');
  expect(outcomeOf({ read: 100, quarantined: 6 }, { partialAbove: 0.05 })).toBe('partial');
});

it('is a success where there was nothing to read', () => {
  expect(outcomeOf({ read: 0, quarantined: 0 }, { partialAbove: 0 })).toBe('succeeded');
});

it('takes one bad row as partial where none is acceptable, and all bad rows as success where all are', () => {
  expect(outcomeOf({ read: 1_000_000, quarantined: 1 }, { partialAbove: 0 })).toBe('partial');
  expect(outcomeOf({ read: 7, quarantined: 7 }, { partialAbove: 1 })).toBe('succeeded');
});

it.each([-0.1, 1.1, 5, Number.NaN])('refuses %s as a threshold', (partialAbove) => {
  expect(() => outcomeOf({ read: 1, quarantined: 0 }, { partialAbove })).toThrow(RangeError);
});
