import { describe, expect, it } from 'vitest';
import { isIntegral, parseDecimal, scaledInteger } from '../src/index.ts';

const cents = (text: string) => scaledInteger(parseDecimal(text)!, 2);

describe('parsing', () => {
  it.each([
    '',
    '+',
    '-',
    '.',
    '1.',
    'e5',
    '1e',
    '1e+',
    '1.e5',
    '--1',
    '1,000',
    '$1',
    '0x10',
    'NaN',
    'Infinity',
    ' 1',
    '1 ',
    '1\n',
    '1_0',
    '１',
    '1e1.5',
  ])('takes %j for no decimal', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  it.each([
    ['0', { negative: false, digits: '', point: 0 }],
    ['-0.00', { negative: false, digits: '', point: 0 }],
    ['0e99', { negative: false, digits: '', point: 0 }],
    ['007', { negative: false, digits: '7', point: 1 }],
    ['+1200', { negative: false, digits: '12', point: 4 }],
    ['-.050', { negative: true, digits: '5', point: -1 }],
    ['12.34e-3', { negative: false, digits: '1234', point: -1 }],
    ['12.34E+3', { negative: false, digits: '1234', point: 5 }],
  ])('takes %s apart', (text, decimal) => {
    expect(parseDecimal(text)).toEqual(decimal);
  });

  it('keeps a value exact even if a million zeros and an exponent outweigh each other', () => {
    const zeros = 2_000_000;
    expect(cents(`0.${'0'.repeat(zeros)}15e${zeros}`)).toBe(15n);
    expect(cents(`12${'0'.repeat(zeros)}e-${zeros}`)).toBe(1_200n);
  });
});

describe('rounding', () => {
  it.each([
    ['0.285', 29n],
    ['1.005', 101n],
    ['0.28499999999999999999', 28n],
    ['-0.285', -29n],
    ['-0.284', -28n],
    ['0.005', 1n],
    ['0.00499', 0n],
    ['0.0005e1', 1n],
    ['-0.005', -1n],
    ['0.0009', 0n],
    ['99999999.995', 10_000_000_000n],
    ['1e2', 10_000n],
    ['1e-400', 0n],
    ['5e-999999999999999999999', 0n],
  ])('makes %s into %s cents', (text, expected) => {
    expect(cents(text)).toBe(expected);
  });

  it('gives up past thirty digits, which no field holds', () => {
    expect(scaledInteger(parseDecimal('9'.repeat(30))!, 0)).toBe(10n ** 30n - 1n);
    expect(scaledInteger(parseDecimal('1e30')!, 0)).toBeUndefined();
    expect(cents('1e400')).toBeUndefined();
    expect(cents('-1e999999999999999999999')).toBeUndefined();
    expect(cents('0e999999999999999999999')).toBe(0n);
  });
});

it.each([
  ['0', true],
  ['10', true],
  ['1e2', true],
  ['1.0', true],
  ['0.5e1', true],
  ['1200e-2', true],
  ['1.5', false],
  ['1e-1', false],
  ['1201e-2', false],
  ['1e-999999999999999999999', false],
])('knows whether %s is whole', (text, whole) => {
  expect(isIntegral(parseDecimal(text)!)).toBe(whole);
});
