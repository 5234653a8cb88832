import { quote } from '../line/draft.ts';
import { dayTexts } from '../market/calendar.ts';
import type { Random } from '../random/random.ts';
import { type Dirt, dirt } from './dirt.ts';

const times = [
  'T00:00',
  'T10:11',
  ' 10:11:12',
  'T23:59:59.999',
  'T08:30:00Z',
  'T23:30:00-11:00',
  ' 00:15:00+1400',
];
const noCalendarDays = ['2024-02-30', '2023-02-29', '2024-13-01', '2024-00-10', '2024-04-31', '2024-06-00'];
const otherForms = [
  '31/12/2024',
  '2024-3-5',
  '20240305',
  'March 5, 2024',
  '05-03-2024',
  'yesterday',
  '2024-03',
  '٢٠٢٤-٠٣-٠٥',
];
const notTexts = ['20240305', '1709596800', 'true', '["2024-03-05"]', '{"year": 2024}'];

/** Dates in every form that is read, and in some that are not. */
export const dates: readonly Dirt[] = [
  written(
    'date_with_slashes',
    'the date is written `YYYY/MM/DD`',
    (year, month, day) => `${year}/${month}/${day}`,
  ),
  written(
    'date_month_first',
    'the date is written `MM/DD/YYYY`',
    (year, month, day) => `${month}/${day}/${year}`,
  ),
  written(
    'date_with_time',
    'the date is a timestamp, also with an offset: its date counts as it is written',
    (year, month, day, random) => `${year}-${month}-${day}${random.pick(times)}`,
  ),
  dirt('date_padded', 'the date has blanks around it', {
    repairs: ['date_trimmed'],
    apply: ({ tokens, clean }) => tokens.set('date', quote(` ${dayTexts[clean.day]!}\t`)),
  }),
  unreadable('date_not_in_calendar', 'a day that no calendar has', noCalendarDays.map(quote)),
  unreadable('date_in_other_form', 'a date in a form that is not read', otherForms.map(quote)),
  unreadable('date_not_text', 'a date that is a number, true, a list or an object', notTexts),
  dirt('date_too_early', 'the date is 1999-12-31', {
    reasons: ['date_out_of_range'],
    apply: ({ tokens }, random) => tokens.set('date', random.pick(['"1999-12-31"', '"12/31/1999"'])),
  }),
  dirt('date_too_late', 'the date is 2099-01-01', {
    reasons: ['date_out_of_range'],
    apply: ({ tokens }, random) =>
      tokens.set('date', random.pick(['"2099-01-01"', '"2099-01-01T00:00:00Z"'])),
  }),
];

function written(
  name: string,
  description: string,
  render: (year: string, month: string, day: string, random: Random) => string,
): Dirt {
  return dirt(name, description, {
    cards: 4,
    repairs: ['date_reformatted'],
    apply({ tokens, clean }, random) {
      const [year, month, day] = dayTexts[clean.day]!.split('-') as [string, string, string];
      tokens.set('date', quote(render(year, month, day, random)));
    },
  });
}

function unreadable(name: string, description: string, values: readonly string[]): Dirt {
  return dirt(name, description, {
    reasons: ['date_invalid'],
    apply: ({ tokens }, random) => tokens.set('date', random.pick(values)),
  });
}
