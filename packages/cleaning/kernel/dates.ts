// Reads plain dates. What the rule says of a day is asked once and kept by year, month and day.

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

/** Reads a date written `"YYYY-MM-DD"`. */
export function readDate(sink: NumberSink, at: usize, row: u32): usize {
  if (load<u8>(at) != 0x22) {
    if (sink.isRequired != 0 || !isNull(at)) return 0;
    store<u8>(sink.present + (row as usize), 0);
    return at + 4;
  }
  if (load<u8>(at, 11) != 0x22 || load<u8>(at, 5) != 0x2d || load<u8>(at, 8) != 0x2d) return 0;
  // What is no digit makes a number that is far out of range.
  const year = twoDigits(at + 1) * 100 + twoDigits(at + 3) - firstYear;
  const month = twoDigits(at + 6);
  const day = twoDigits(at + 9);
  if (year >= years || month >= 13 || day >= 32) return 0;
  const slot = sink.days + ((year * slotsPerYear + month * 32 + day) << 2 as usize);
  let known = load<i32>(slot);
  if (known == unasked) store<i32>(slot, (known = askDay(sink.id, at + 1)));
  if (known == otherDay) return 0;
  store<i32>(sink.values + ((row as usize) << 2), known);
  store<u8>(sink.present + (row as usize), 1);
  return at + 12;
}

// @ts-ignore: decorator
@inline
function twoDigits(at: usize): u32 {
  const tens = (load<u8>(at) as u32) - 0x30;
  const ones = (load<u8>(at, 1) as u32) - 0x30;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100_000;
}
