import { civilDayNumber, type DateField, dayNumber, isCalendarDate } from '@sales/schema';
import { absent, kept, type Repair, type Rule } from './rule.ts';
import { trim } from './trim.ts';

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const slashedIsoDate = /^(\d{4})\/(\d{2})\/(\d{2})$/;
const americanDate = /^(\d{2})\/(\d{2})\/(\d{4})$/;
const timestamp =
  /^(\d{4})-(\d{2})-(\d{2})[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/;

/** Reads a calendar date to its day number; `ingestDate` is `YYYY-MM-DD` and bounds the future. */
export function dateRule(field: DateField, ingestDate: string): Rule {
  const firstDay = dayNumber(field.min)!;
  const lastDay = dayNumber(ingestDate)! + field.maxDaysAfterIngest;
  return (raw) => {
    if (raw === undefined || raw === null) return absent(field);
    if (typeof raw !== 'string') return { fault: 'invalid' };
    const text = trim(raw);
    if (text === '') return absent(field);
    const day = parseDate(text);
    if (day === undefined) return { fault: 'invalid' };
    if (day < firstDay || day > lastDay) return { fault: 'out_of_range' };
    const repairs: Repair[] = [];
    if (text.length !== raw.length) repairs.push('trimmed');
    if (!isoDate.test(text)) repairs.push('reformatted');
    return kept(day, repairs);
  };
}

/** Parses the date forms that files use, a timestamp's date as it is written; undefined when it is none. */
function parseDate(text: string): number | undefined {
  const yearFirst = isoDate.exec(text) ?? slashedIsoDate.exec(text) ?? timestamp.exec(text);
  if (yearFirst !== null) return day(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!);
  const monthFirst = americanDate.exec(text);
  return monthFirst === null ? undefined : day(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!);
}

function day(yearText: string, monthText: string, dayText: string): number | undefined {
  const [year, month, dayOfMonth] = [Number(yearText), Number(monthText), Number(dayText)];
  return isCalendarDate(year, month, dayOfMonth) ? civilDayNumber(year, month, dayOfMonth) : undefined;
}
