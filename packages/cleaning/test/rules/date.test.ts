import { date, dayNumber } from '@sales/schema';
import { describe, expect, it } from 'vitest';
import { dateRule } from '../../src/rules/date.ts';
import { readWritten } from '../reading.ts';

const rule = dateRule(date(), '2024-06-30');
const kept = (day: string, ...repairs: readonly string[]) => ({ value: dayNumber(day), repairs });

describe('the forms of a date', () => {
  it.each([
    ['2024-02-29', '2024-02-29', []],
    [' 2024-02-29\\t', '2024-02-29', ['trimmed']],
    ['2024/02/29', '2024-02-29', ['reformatted']],
    ['02/29/2024', '2024-02-29', ['reformatted']],
    ['\u00a002/29/2024', '2024-02-29', ['trimmed', 'reformatted']],
    ['2024-02-29T10:11', '2024-02-29', ['reformatted']],
    ['2024-02-29 10:11', '2024-02-29', ['reformatted']],
    ['2024-02-29T00:00:00', '2024-02-29', ['reformatted']],
    ['2024-02-29T23:59:59.999999999', '2024-02-29', ['reformatted']],
    ['2024-02-29T23:59:59Z', '2024-02-29', ['reformatted']],
    ['2024-02-29T23:59Z', '2024-02-29', ['reformatted']],
    ['2024-02-29T23:59:59.5+01:00', '2024-02-29', ['reformatted']],
    ['2024-02-29 00:15:00+1400', '2024-02-29', ['reformatted']],
  ])('%j is %s with repairs %j', (text, day, repairs) => {
    expect(readWritten(rule, `"${text}"`)).toEqual(kept(day, ...repairs));
  });

  it.each(['2024-02-29T00:30:00+14:00', '2024-02-29T23:30:00-11:00'])(
    '%s counts as its date is written',
    (text) => {
      expect(readWritten(rule, `"${text}"`)).toEqual(kept('2024-02-29', 'reformatted'));
    },
  );

  it.each([
    '2024-2-29',
    '24-02-29',
    '20240229',
    '29.02.2024',
    '29/02/2024',
    '2/29/2024',
    '2024/2/29',
    '2024-02/29',
    '2024-02',
    'yesterday',
    'Feb 29, 2024',
    '2024-02-29x',
    '+2024-02-29',
    '٢٠٢٤-٠٢-٢٩',
    '２０２４-02-29',

    '2024-02-29T',
    '2024-02-29T10',
    '2024-02-29T1:00',
    '2024-02-29T24:00',
    '2024-02-29T10:60',
    '2024-02-29T10:11:60',

    '2024-02-29t10:11',
    '2024-02-29T10:11z',
    '2024-02-29T10:11:12.',
    '2024-02-29T10:11.5',
    '2024-02-29T10:11+1',

    '2024-02-29T10:11+25:00',
    '2024-02-29T10:11+01:60',
    '2024-02-29  10:11',
    '2024/02/29T10:11',
    '02/29/2024 10:11',
    '2024-02-29T10:11:12 Z',
    '2024-02-29T10:11:12+01:00Z',
    '2024-02-29\\n10:11',
  ])('%j is none', (text) => {
    expect(readWritten(rule, `"${text}"`)).toEqual({ fault: 'invalid' });
  });

  it.each([
    '2023-02-29',
    '2100-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-06-00',
    '13/01/2024',
    '2023/02/29',
    '2023-02-29T10:00',
  ])('%s is no day of the calendar', (text) => {
    expect(readWritten(rule, `"${text}"`)).toEqual({ fault: 'invalid' });
  });

  it.each(['20240229', '1709164800', 'true', '[]', '["2024-02-29"]', '{}'])('%s is no text', (json) => {
    expect(readWritten(rule, json)).toEqual({ fault: 'invalid' });
  });
});

describe('the range of a date', () => {
  it.each([
    ['2000-01-01', true],
    ['1999-12-31', false],
    ['0001-01-01', false],
    ['2024-06-30', true],
    ['2024-07-01', true],
    ['2024-07-02', false],
    ['9999-12-31', false],
  ])('ends with the day after the ingest day: %s', (text, isIn) => {
    expect(readWritten(rule, `"${text}"`)).toEqual(isIn ? kept(text) : { fault: 'out_of_range' });
  });

  it('goes by the date as written, whatever the form', () => {
    expect(readWritten(rule, '"07/01/2024"')).toEqual(kept('2024-07-01', 'reformatted'));
    expect(readWritten(rule, '"2024-07-02T00:00:00+14:00"')).toEqual({ fault: 'out_of_range' });
  });

  it('crosses the end of a year', () => {
    const atNewYear = dateRule(date(), '2023-12-31');
    expect(readWritten(atNewYear, '"2024-01-01"')).toEqual(kept('2024-01-01'));
    expect(readWritten(atNewYear, '"2024-01-02"')).toEqual({ fault: 'out_of_range' });
  });

  it('is as the field says', () => {
    const narrow = dateRule(date({ min: '2024-06-01', maxDaysAfterIngest: 0 }), '2024-06-30');
    expect(
      ['2024-05-31', '2024-06-01', '2024-06-30', '2024-07-01'].map(
        (day) => 'value' in readWritten(narrow, `"${day}"`),
      ),
    ).toEqual([false, true, true, false]);
  });
});

it.each([undefined, 'null', '""', '" \u00a0"'])('%s is missing', (json) => {
  expect(readWritten(rule, json)).toEqual({ fault: 'missing' });
  expect(readWritten(dateRule(date({ required: false }), '2024-06-30'), json)).toEqual({
    value: null,
    repairs: [],
  });
});
