import { expect, test } from 'vitest';
import { OptionError, parseSize } from '../src/index.ts';

test.for([
  ['50MB', 50_000_000],
  ['1.5 GB', 1_500_000_000],
  ['5gb', 5_000_000_000],
  ['64MiB', 67_108_864],
  ['1GiB', 1_073_741_824],
  [' 300kb ', 300_000],
  ['1234', 1234],
  ['12B', 12],
] as const)('%s is %i bytes', ([text, bytes]) => {
  expect(parseSize(text)).toBe(bytes);
});

test.for(['', 'MB', '50 parsecs', '-5MB', '0', '1e3MB', '5,5GB', '0.4B', '99999999TB'])(
  '"%s" is no size',
  (text) => {
    expect(() => parseSize(text)).toThrow(OptionError);
    expect(() => parseSize(text)).toThrow(`"${text}" is no size: write a number and a unit`);
  },
);
