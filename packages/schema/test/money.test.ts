import { expect, it } from 'vitest';
import { parseDecimal, renderCents, scaledInteger } from '../src/index.ts';

it.each([
  [0n, '0.00'],
  [1n, '0.01'],
  [-1n, '-0.01'],
  [99n, '0.99'],
  [-100n, '-1.00'],
  [123_450n, '1234.50'],
  [-900_719_925_474_099_301n, '-9007199254740993.01'],
])('writes %s cents as %s', (cents, text) => {
  expect(renderCents(cents)).toBe(text);
  expect(scaledInteger(parseDecimal(text)!, 2)).toBe(cents);
});
