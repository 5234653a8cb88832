import { money } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { moneyRule } from '../../src/rules/money.ts';
import { readWritten } from '../reading.ts';

const rule = moneyRule(money({ minCents: 1n, maxCents: 9_999_999_999n }));

describe('an amount as a number', () => {
  it.each([
    ['19.99', 1_999n, []],
    ['20', 2_000n, []],
    ['1e2', 10_000n, []],
    ['1999e-2', 1_999n, []],
    ['19.990000', 1_999n, []],
    ['0.285', 29n, ['rounded']],
    ['1.005', 101n, ['rounded']],
    ['0.28499999999999999999', 28n, ['rounded']],
    ['0.28500000000000000000', 29n, ['rounded']],
    ['4.354999999999999999999999999999999', 435n, ['rounded']],
    ['0.005', 1n, ['rounded']],
    ['99999999.99', 9_999_999_999n, []],
    ['99999999.994', 9_999_999_999n, ['rounded']],
    ['2.675e0', 268n, ['rounded']],
  ])('%s is %s cents with repairs %j', (json, value, repairs) => {
    expect(readWritten(rule, json)).toEqual({ value, repairs });
  });
});

describe('an amount as text', () => {
  it.each([
    ['19.99', 1_999n, ['reformatted']],
    ['+19.99', 1_999n, ['reformatted']],
    [' 19.99\\t', 1_999n, ['trimmed', 'reformatted']],
    ['.5', 50n, ['reformatted']],
    ['1999e-2', 1_999n, ['reformatted']],
    ['$19.99', 1_999n, ['reformatted']],
    ['+$19.99', 1_999n, ['reformatted']],
    ['$.50', 50n, ['reformatted']],
    ['$1,234.50', 123_450n, ['reformatted']],
    ['1,234', 123_400n, ['reformatted']],
    ['12,345,678.90', 1_234_567_890n, ['reformatted']],
    ['1.005', 101n, ['reformatted', 'rounded']],
    [' $1,234.505', 123_451n, ['trimmed', 'reformatted', 'rounded']],
  ])('%j is %s cents with repairs %j', (text, value, repairs) => {
    expect(readWritten(rule, `"${text}"`)).toEqual({ value, repairs });
  });

  it.each([
    'FREE',
    'free',
    'n/a',
    '$',
    '+',
    '.',
    '-',
    '1,23',
    '1,2345',
    '12,34.50',
    '1234,567',
    ',123',
    '1,,234',
    '1,234,56',

    '1,234,',
    '1.234,56',
    '1.5,000',
    '1 234',
    '$ 5',
    '$$5',
    '5$',
    '$-5',
    '$+5',
    '$1,23',
    '€5',
    '5 USD',
    '19.99.',
    '5.',
    '1.2.3',
    '0x13',
    '1_000',
    'NaN',
    'Infinity',
    '１',
    '1e',
    '1,234e',
    '$$1,234',
    '--5',
    '19.99\u2003',
  ])('%j is none', (text) => {
    expect(readWritten(rule, `"${text}"`)).toEqual({ fault: 'invalid' });
  });
});

it.each(['true', 'false', '[]', '[19.99]', '{}', '{"amount":19.99}'])('%s is no amount', (json) => {
  expect(readWritten(rule, json)).toEqual({ fault: 'invalid' });
});

it.each([
  '0',
  '-0',
  '0.00',
  '0.004',
  '0.00499999999999999999',
  '1e-400',
  '-5',
  '-0.01',
  '-1e400',
  '"-5"',
  '"-$5"',
  '"-$1,234.50"',
  '"-1,234"',
  '"0.00"',
  '"-0.004"',
])('%s is not positive', (json) => {
  expect(readWritten(rule, json)).toEqual({ fault: 'not_positive' });
});

it.each([
  '100000000',
  '99999999.995',
  '"99999999.995"',
  '1e12',
  '1e400',
  '"$100,000,000.00"',
  '9'.repeat(40),
])('%s is out of range', (json) => {
  expect(readWritten(rule, json)).toEqual({ fault: 'out_of_range' });
});

it('may be negative where its field says so, and rounds away from zero there too', () => {
  const balance = moneyRule(money({ minCents: -1_000n, maxCents: 1_000n }));
  expect(readWritten(balance, '-0.285')).toEqual({ value: -29n, repairs: ['rounded'] });
  expect(readWritten(balance, '"-$1.25"')).toEqual({ value: -125n, repairs: ['reformatted'] });
  expect(readWritten(balance, '-10.01')).toEqual({ fault: 'out_of_range' });
  expect(readWritten(balance, '-1e400')).toEqual({ fault: 'out_of_range' });
});

it.each([undefined, 'null', '""', '" \u00a0"'])('%s is missing', (json) => {
  expect(readWritten(rule, json)).toEqual({ fault: 'missing' });
  const optional = moneyRule(money({ minCents: 1n, maxCents: 2n, required: false }));
  expect(readWritten(optional, json)).toEqual({ value: null, repairs: [] });
});
