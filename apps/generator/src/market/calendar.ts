import { dayNumber, renderDay } from '@sales/schema';

/** The days of the sales, counted from 0; fixed, so that the data never depends on today. */
const firstDayNumber = dayNumber('2023-01-01')!;
export const dayCount = dayNumber('2025-12-31')! - firstDayNumber + 1;

const monthWeights = [0.85, 0.8, 0.92, 0.95, 1, 1.02, 0.98, 1, 0.97, 1.05, 1.3, 1.6];
/** From Sunday on. */
const weekdayWeights = [1.1, 0.8, 0.82, 0.86, 0.95, 1.2, 1.4];
const yearWeights: Readonly<Record<string, number>> = { 2023: 1, 2024: 1.08, 2025: 1.15 };
/** 1970-01-01 was a Thursday. */
const weekdayOfEpoch = 4;

/** Every day as `YYYY-MM-DD`. */
export const dayTexts: readonly string[] = Array.from({ length: dayCount }, (_, day) =>
  renderDay(firstDayNumber + day),
);

/** Every month as `YYYY-MM`. */
export const monthTexts: readonly string[] = [...new Set(dayTexts.map((text) => text.slice(0, 7)))];

/** The month of every day, as an index of `monthTexts`. */
export const monthOfDay: Int16Array = Int16Array.from(dayTexts, (text) =>
  monthTexts.indexOf(text.slice(0, 7)),
);

/** The year of every day, counted from 0. */
export const yearOfDay: Int16Array = monthOfDay.map((month) => Math.floor(month / 12));

/** How busy every day is: December and Saturdays most, each year more than the last. */
export const dayWeights: readonly number[] = dayTexts.map((text, day) => {
  const weekday = (firstDayNumber + day + weekdayOfEpoch) % 7;
  return (
    monthWeights[Number(text.slice(5, 7)) - 1]! * weekdayWeights[weekday]! * yearWeights[text.slice(0, 4)]!
  );
});
