import { id } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { idRule } from '../../src/rules/id.ts';
import { readWritten } from '../reading.ts';

const plain = idRule(id());
const upper = idRule(id({ upperCase: true }));

describe('an id as text', () => {
  it.each([
    ['"s1"', 's1', []],
    ['" s1\u00a0"', 's1', ['trimmed']],
    ['"007"', '007', []],
    ['"1.0"', '1.0', []],
    ['"\\ud800"', '\ufffd', []],
  ])('%s is kept as %j with repairs %j', (json, value, repairs) => {
    expect(readWritten(plain, json)).toEqual({ value, repairs });
  });

  it.each([
    ['"S1"', 'S1', []],
    ['"s1"', 'S1', ['upper_cased']],
    ['" s1"', 'S1', ['trimmed', 'upper_cased']],
    ['"cßé"', 'Cßé', ['upper_cased']],
    ['"1-2"', '1-2', []],
  ])('%s is put in upper case as %j with repairs %j', (json, value, repairs) => {
    expect(readWritten(upper, json)).toEqual({ value, repairs });
  });

  it('holds 128 bytes', () => {
    expect(readWritten(plain, `"${'é'.repeat(64)}"`)).toEqual({ value: 'é'.repeat(64), repairs: [] });
    expect(readWritten(plain, `"${'é'.repeat(64)}x"`)).toEqual({ fault: 'out_of_range' });
  });
});

describe('an id as a number', () => {
  it.each([
    ['42', '42'],
    ['0', '0'],
    ['-0', '0'],
    ['-7', '-7'],
    ['42.0', '42'],
    ['1e2', '100'],
    ['1.5E1', '15'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['123456789012345678901234567890.000', '123456789012345678901234567890'],
    ['1e100', `1${'0'.repeat(100)}`],
    ['12345678901234567.8e1', '123456789012345678'],
  ])('%s is written out as %s', (json, value) => {
    expect(readWritten(plain, json)).toEqual({ value, repairs: ['reformatted'] });
  });

  it.each(['1.5', '1e-1', '0.1', '1e-400', '9007199254740993.1'])('%s is none', (json) => {
    expect(readWritten(plain, json)).toEqual({ fault: 'invalid' });
  });

  it('holds 128 digits, or 127 and a sign', () => {
    expect(readWritten(plain, '1e127')).toMatchObject({ value: `1${'0'.repeat(127)}` });
    expect(readWritten(plain, '-1e126')).toMatchObject({ value: `-1${'0'.repeat(126)}` });
    for (const json of ['1e128', '-1e127', '1e400', '9'.repeat(129)])
      expect(readWritten(plain, json)).toEqual({ fault: 'out_of_range' });
  });
});

it.each([undefined, 'null', '""', '" \u00a0"'])('%s is missing', (json) => {
  expect(readWritten(plain, json)).toEqual({ fault: 'missing' });
  expect(readWritten(idRule(id({ required: false })), json)).toEqual({ value: null, repairs: [] });
});

it.each(['true', '[]', '["S1"]', '{}', '{"id":"S1"}'])('%s is no id', (json) => {
  expect(readWritten(plain, json)).toEqual({ fault: 'invalid' });
});
