import { describe, expect, it } from 'vitest';
import { civilDayNumber, dayNumber, isCalendarDate, renderDay } from '../src/index.ts';

const firstDay = Date.parse('0000-01-01') / 86_400_000;
const lastDay = Date.parse('9999-12-31') / 86_400_000;

it('counts every day of years 0000 to 9999 as JavaScript does', () => {
  const wrong: number[] = [];
  const at = new Date(0);
  for (let day = firstDay; day <= lastDay; day++) {
    at.setTime(day * 86_400_000);
    const [year, month, dayOfMonth] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
    if (civilDayNumber(year, month, dayOfMonth) !== day || !isCalendarDate(year, month, dayOfMonth))
      wrong.push(day);
  }
  expect(wrong).toEqual([]);
});

it('has exactly the days that JavaScript does not move into another month', () => {
  const wrong: string[] = [];
  for (const year of [0, 1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 2100, 9999]) {
    for (let month = -1; month <= 14; month++) {
      for (let day = -1; day <= 33; day++) {
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
        const isReal = y === year && m === month && d === day;
        if (isCalendarDate(year, month, day) !== isReal) wrong.push(`${year}-${month}-${day}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

it('renders as JavaScript does, and parses that back', () => {
  const wrong: number[] = [];
  for (let day = firstDay; day <= lastDay; day += 61) {
    const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
    if (renderDay(day) !== text || dayNumber(text) !== day) wrong.push(day);
  }
  expect(wrong).toEqual([]);
  expect([firstDay, 0, lastDay].map(renderDay)).toEqual(['0000-01-01', '1970-01-01', '9999-12-31']);
});

describe('parsing', () => {
  it.each([
    '1970-1-01',
    '70-01-01',
    '1970/01/01',
    '1970-01-01T00:00',
    ' 1970-01-01',
    '1970-01-01\n',
    '',
    '+1970-01-01',
    '١٩٧٠-٠١-٠١',
  ])('takes %j for no date', (text) => {
    expect(dayNumber(text)).toBeUndefined();
  });

  it.each(['2023-02-29', '1900-02-29', '2024-02-30', '2024-04-31', '2024-13-01', '2024-00-01', '2024-01-00'])(
    'takes %s for no day of the calendar',
    (text) => {
      expect(dayNumber(text)).toBeUndefined();
    },
  );

  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2024-02-29', 19_782],
  ])('takes %s for day %s', (text, day) => {
    expect(dayNumber(text)).toBe(day);
  });
});
