import type { Rule } from '../rules/rule.ts';

/** Answers for days whose month and day have two digits: 13 × 32 slots a year, from year 0 to 9999. */
const slotsPerYear = 13 * 32;
const firstYear = 1900;
const years = 256;

/** What a table answers when the text is no plain date, or the rule does not simply keep it. */
const other = -0x8000_0000;
const unasked = other + 1;

/** Reads `"YYYY-MM-DD"` that starts at `at` to its day number, or `dayTable.other`. */
export type DayReader = (bytes: Uint8Array, at: number) => number;

/** Makes a reader of plain dates that asks the rule once for each day. */
export function dayTable(rule: Rule): DayReader {
  const days = new Int32Array(years * slotsPerYear).fill(unasked);
  return (bytes, at) => {
    if (bytes[at] !== 0x22 || bytes[at + 11] !== 0x22 || bytes[at + 5] !== 0x2d || bytes[at + 8] !== 0x2d)
      return other;
    const year = twoDigits(bytes, at + 1) * 100 + twoDigits(bytes, at + 3) - firstYear;
    const month = twoDigits(bytes, at + 6);
    const day = twoDigits(bytes, at + 9);
    // What is no digit makes a number that is far out of range.
    if (!(year >= 0 && year < years && month >= 0 && month < 13 && day >= 0 && day < 32)) return other;
    const slot = year * slotsPerYear + month * 32 + day;
    const known = days[slot]!;
    return known === unasked ? (days[slot] = ask(rule, bytes, at)) : known;
  };
}
dayTable.other = other;

function ask(rule: Rule, bytes: Uint8Array, at: number): number {
  const text = String.fromCharCode(...bytes.subarray(at + 1, at + 11));
  const reading = rule(text);
  return 'value' in reading && reading.repairs.length === 0 ? (reading.value as number) : other;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 48;
  const ones = bytes[at + 1]! - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100_000;
}
