const MS_PER_DAY = 86_400_000;
const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Tells whether the calendar has this day; month and day count from 1, the calendar is the Gregorian one. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Counts the days from 1970-01-01 to a calendar date, as Parquet's DATE does. */
export function civilDayNumber(year: number, month: number, day: number): number {
  const y = year - 1;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const thisYear = daysBeforeMonth[month - 1]! + (month > 2 && isLeapYear(year) ? 1 : 0) + day;
  return y * 365 + leapDays + thisYear - 719_163;
}

/** Parses `YYYY-MM-DD` to days since 1970-01-01; undefined when it is no such date. */
export function dayNumber(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isCalendarDate(year, month, day) ? civilDayNumber(year, month, day) : undefined;
}

/** Renders days since 1970-01-01 as `YYYY-MM-DD`, for years 0000 to 9999. */
export function renderDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
