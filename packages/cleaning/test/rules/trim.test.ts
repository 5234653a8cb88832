import { describe, expect, it } from 'vitest';
import { asciiLowerCase, asciiUpperCase, fits, trim } from '../../src/rules/trim.ts';

describe('trimming', () => {
  it.each(['\t', '\n', '\v', '\f', '\r', ' ', '\u00a0', ' \u00a0\t\r\n\v\f '])(
    'removes %j at both ends',
    (blank) => {
      expect(trim(`${blank}a b${blank}`)).toBe('a b');
      expect(trim(blank)).toBe('');
    },
  );

  it.each(['\u2003', '\u3000', '\u200b', '\ufeff', '\u0085', '\u2028', '\u0000', '\u001f', '\u1680'])(
    'leaves %j alone',
    (other) => {
      expect(trim(`${other}a${other}`)).toBe(`${other}a${other}`);
    },
  );

  it('leaves blanks inside, and text without blanks as it is', () => {
    expect(trim(' a \t b ')).toBe('a \t b');
    expect(trim('a')).toBe('a');
    expect(trim('')).toBe('');
  });
});

it('folds ASCII letters only', () => {
  expect(asciiUpperCase('aßzé-Ωı1')).toBe('AßZé-Ωı1');
  expect(asciiLowerCase('AÉZ\u212aİ1')).toBe('aÉz\u212aİ1');
});

it('measures text in UTF-8 bytes', () => {
  expect([fits('ab', 2), fits('abc', 2)]).toEqual([true, false]);
  expect([fits('é', 2), fits('éa', 2)]).toEqual([true, false]);
  expect([fits('€', 3), fits('€', 2)]).toEqual([true, false]);
  expect([fits('😀', 4), fits('😀', 3)]).toEqual([true, false]);
});
