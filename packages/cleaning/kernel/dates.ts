// Reads plain dates. What the rule says of a day is asked once and kept by year, month and day.

import { unescape, unescapedAt, unescapedSize } from './escapes';
import { askDay } from './host';
import { NumberSink } from './sinks';
import { isNull } from './texts';

/** 13 × 32 slots a year: a month and a day as two digits each. */
const slotsPerYear: u32 = 13 * 32;
const firstYear: u32 = 1900;
const years: u32 = 256;
/** What a slot holds when the rule does not simply keep the day, and before it was asked. */
const otherDay: i32 = i32.MIN_VALUE;
const unasked: i32 = i32.MIN_VALUE + 1;

export function openDays(sink: NumberSink): void {
  sink.days = heap.alloc((years * slotsPerYear) << 2);
  for (let slot: u32 = 0; slot < years * slotsPerYear; slot++) store<i32>(sink.days + ((slot as usize) << 2), unasked);
}

/** Reads a date written `"YYYY-MM-DD"`, with escapes or without. */
export function readDate(sink: NumberSink, at: usize, end: usize, row: u32): usize {
  if (load<u8>(at) != 0x22) {
    if (sink.isRequired != 0 || !isNull(at)) return 0;
    store<u8>(sink.present + (row as usize), 0);
    return at + 4;
  }
  if (load<u8>(at, 11) == 0x22) return readDay(sink, at + 1, row) ? at + 12 : 0;
  const to = unescape(at + 1, end);
  return to != 0 && unescapedSize == 10 && readDay(sink, unescapedAt, row) ? to + 1 : 0;
}

/** Reads `YYYY-MM-DD`. */
// @ts-ignore: decorator
@inline
function readDay(sink: NumberSink, at: usize, row: u32): bool {
  if (load<u8>(at, 4) != 0x2d || load<u8>(at, 7) != 0x2d) return false;
  // What is no digit makes a number that is far out of range.
  const year = twoDigits(at) * 100 + twoDigits(at + 2) - firstYear;
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  if (year >= years || month >= 13 || day >= 32) return false;
  const slot = sink.days + ((year * slotsPerYear + month * 32 + day) << 2 as usize);
  let known = load<i32>(slot);
  if (known == unasked) store<i32>(slot, (known = askDay(sink.id, at)));
  if (known == otherDay) return false;
  store<i32>(sink.values + ((row as usize) << 2), known);
  store<u8>(sink.present + (row as usize), 1);
  return true;
}

// @ts-ignore: decorator
@inline
function twoDigits(at: usize): u32 {
  const tens = (load<u8>(at) as u32) - 0x30;
  const ones = (load<u8>(at, 1) as u32) - 0x30;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100_000;
}
