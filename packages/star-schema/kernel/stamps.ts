// Stamps are text that sorts by time: the day, then the object's time and key, then the row's offset in it, with TABs between.

/** An offset has as many, so that stamps sort as text. */
export const digits: u32 = 16;

/** For each object, where its time and key lie as they stand in a stamp, and their size. */
let sources: usize = heap.alloc(64 << 3);
let capacity: u32 = 64;
let count: u32 = 0;

/** Takes the text of the next object. */
export function addSource(at: usize, size: u32): void {
  if (count == capacity) {
    capacity *= 2;
    sources = heap.realloc(sources, (capacity as usize) << 3);
  }
  const text = heap.alloc(size as usize);
  memory.copy(text, at, size as usize);
  const entry = sources + ((count++ as usize) << 3);
  store<u32>(entry, text as u32);
  store<u32>(entry, size, 4);
}

export function sourceText(source: u32): usize {
  return load<u32>(sources + ((source as usize) << 3)) as usize;
}

export function sourceSize(source: u32): u32 {
  return load<u32>(sources + ((source as usize) << 3), 4);
}

/** Compares two stamps of one day. */
export function compareStamps(source: u32, offset: u64, other: u32, otherOffset: u64): i32 {
  if (source == other) return offset == otherOffset ? 0 : offset < otherOffset ? -1 : 1;
  const size = sourceSize(source);
  const otherSize = sourceSize(other);
  const order = memory.compare(sourceText(source), sourceText(other), min(size, otherSize) as usize);
  return order != 0 ? order : compareWhole(source, offset, other, otherOffset);
}

/** Where one object's text goes on behind the other's, the digits of an offset decide. */
function compareWhole(source: u32, offset: u64, other: u32, otherOffset: u64): i32 {
  const size = (sourceSize(source) + digits) as usize;
  const otherSize = (sourceSize(other) + digits) as usize;
  const one = heap.alloc(size);
  const two = heap.alloc(otherSize);
  memory.copy(one, sourceText(source), size - (digits as usize));
  memory.copy(two, sourceText(other), otherSize - (digits as usize));
  writeOffset(one + size - (digits as usize), offset);
  writeOffset(two + otherSize - (digits as usize), otherOffset);
  const order = memory.compare(one, two, min(size, otherSize));
  heap.free(one);
  heap.free(two);
  return order;
}

export function writeOffset(at: usize, offset: u64): void {
  let rest = offset;
  for (let place = at + (digits as usize); place > at; rest /= 10) store<u8>(--place, (0x30 + (rest % 10)) as u8);
}

/** Writes a day, counted from 1970-01-01, as `YYYY-MM-DD` and a TAB; it is of a year of four digits. */
export function writeDay(at: usize, day: i32): void {
  // As in "chrono-Compatible Low-Level Date Algorithms" (H. Hinnant): years begin in March, eras have 400 of them. One era more
  // keeps the first days of the year 0 from being negative.
  const shifted = (day + 719_468 + 146_097) as u32;
  const era = shifted / 146_097;
  const dayOfEra = shifted % 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const shiftedMonth = (5 * dayOfYear + 2) / 153;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0) - 400;
  writeTwo(at, year / 100);
  writeTwo(at + 2, year % 100);
  store<u8>(at, 0x2d, 4);
  writeTwo(at + 5, month);
  store<u8>(at, 0x2d, 7);
  writeTwo(at + 8, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
  store<u8>(at, 0x09, 10);
}

function writeTwo(at: usize, value: u32): void {
  store<u8>(at, (0x30 + value / 10) as u8);
  store<u8>(at, (0x30 + (value % 10)) as u8, 1);
}
