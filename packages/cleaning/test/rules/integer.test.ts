import { integer } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { integerRule } from '../../src/rules/integer.ts';
import { readWritten } from '../reading.ts';

const rule = integerRule(integer({ min: 1, max: 1_000_000 }));

describe('a whole number', () => {
  it.each([
    ['3', 3],
    ['3.0', 3],
    ['3e0', 3],
    ['1e2', 100],
    ['30e-1', 3],
    ['0.3e1', 3],
    ['1', 1],
    ['1000000', 1_000_000],
    ['1000000.00000000000000000000', 1_000_000],
    ['1000000000000000000000000e-18', 1_000_000],
  ])('is read from the number %s', (json, value) => {
    expect(readWritten(rule, json)).toEqual({ value, repairs: [] });
  });

  it.each([
    ['"3"', 3, ['reformatted']],
    ['"+3"', 3, ['reformatted']],
    ['"03"', 3, ['reformatted']],
    ['"3.0"', 3, ['reformatted']],
    ['"30e-1"', 3, ['reformatted']],
    ['".3E+1"', 3, ['reformatted']],
    ['" 3 "', 3, ['trimmed', 'reformatted']],
    ['"\u00a03"', 3, ['trimmed', 'reformatted']],
  ])('is read from the text %s as %s with repairs %j', (json, value, repairs) => {
    expect(readWritten(rule, json)).toEqual({ value, repairs });
  });

  it.each(['2.5', '"2.5"', '0.5', '25e-1', '1e-400', '1000000.00000000000000000001', '-0.5', '"-1e-9"'])(
    'is not %s, which has a fraction',
    (json) => {
      expect(readWritten(rule, json)).toEqual({ fault: 'invalid' });
    },
  );

  it.each([
    '"three"',
    '"3 pcs"',
    '"1,000"',
    '"$3"',
    '"0x10"',
    '"1_000"',
    '"NaN"',
    '"Infinity"',
    '"3."',
    '"3e"',
    '"--3"',
    '"+-3"',
    '"٣"',
    '"１"',
    '"3\u2003"',
    'true',
    'false',
    '[]',
    '[3]',
    '{}',
    '{"value":3}',
  ])('is not %s', (json) => {
    expect(readWritten(rule, json)).toEqual({ fault: 'invalid' });
  });

  it.each(['0', '-0', '0.0', '"0"', '-1', '"-5"', '-1e3', '-1e400', '"-9999999999999999999999999999999999"'])(
    'is not positive as %s',
    (json) => {
      expect(readWritten(rule, json)).toEqual({ fault: 'not_positive' });
    },
  );

  it.each(['1000001', '1e10', '"2000000"', '4294967297', '9007199254740993', '1e400', `"${'9'.repeat(50)}"`])(
    'is out of range as %s',
    (json) => {
      expect(readWritten(rule, json)).toEqual({ fault: 'out_of_range' });
    },
  );
});

it('may be zero or negative where its field says so', () => {
  const balance = integerRule(integer({ min: -5, max: 5 }));
  expect(['-5', '-0', '5'].map((json) => readWritten(balance, json))).toEqual(
    [-5, 0, 5].map((value) => ({ value, repairs: [] })),
  );
  for (const json of ['-6', '6', '-1e400'])
    expect(readWritten(balance, json)).toEqual({ fault: 'out_of_range' });
});

it.each([undefined, 'null', '""', '"  "'])('%s is missing', (json) => {
  expect(readWritten(rule, json)).toEqual({ fault: 'missing' });
  const optional = integerRule(integer({ min: 1, max: 2, required: false }));
  expect(readWritten(optional, json)).toEqual({ value: null, repairs: [] });
});
