// The latest known value of one attribute for each member of a dimension.

import { decide } from './host';
import { compareStamps, digits, sourceSize, sourceText, writeDay, writeOffset } from './stamps';
import { offsetAt } from './texts';

/** A record is the offset of the row that says so, its day, the number of its object, and what it says. */
const recordBytes: usize = 24;
const dayAt: usize = 8;
const sourceAt: usize = 12;
/** The number of a text plus one; 0 is unknown; with `pending` it is the row of the table in hand. */
const valueAt: usize = 16;
const pending: u32 = 0x8000_0000;

@unmanaged
export class Latest {
  id: u32 = 0;
  records: usize = 0;
  capacity: u32 = 0;
}

export function createLatest(id: u32): Latest {
  const latest = changetype<Latest>(heap.alloc(offsetof<Latest>()));
  latest.id = id;
  latest.capacity = 1024;
  latest.records = heap.alloc((latest.capacity as usize) * recordBytes);
  memory.fill(latest.records, 0, (latest.capacity as usize) * recordBytes);
  return latest;
}

/** Makes room for `members` members. */
export function reserve(latest: Latest, members: u32): void {
  if (members <= latest.capacity) return;
  const used = (latest.capacity as usize) * recordBytes;
  latest.capacity = max(members, latest.capacity * 2);
  const room = (latest.capacity as usize) * recordBytes;
  latest.records = heap.realloc(latest.records, room);
  memory.fill(latest.records + used, 0, room - used);
}

// @ts-ignore: decorator
@inline
function recordOf(latest: Latest, member: u32): usize {
  return latest.records + (member as usize) * recordBytes;
}

/**
 * Takes the values of a table's rows. `codes` says which of `members` each row is of; `marks` says which rows have a value: a
 * byte each, 0 for none, or a code of four bytes, negative for none; without marks all have one. The members that are known
 * anew are written to `touched`, and counted; their values are to be set next.
 */
export function offer(
  latest: Latest,
  members: usize,
  codes: usize,
  rowCount: u32,
  days: usize,
  sources: usize,
  offsets: usize,
  marks: usize,
  markBytes: u32,
  touched: usize,
): u32 {
  let count: u32 = 0;
  for (let row: u32 = 0; row < rowCount; row++) {
    if (marks != 0) {
      if (markBytes == 1 ? load<u8>(marks + (row as usize)) == 0 : load<i32>(marks + ((row as usize) << 2)) < 0) continue;
    }
    const member = offsetAt(members, offsetAt(codes, row));
    const record = recordOf(latest, member);
    const known = load<u32>(record, valueAt);
    const day = load<i32>(days + ((row as usize) << 2));
    if (known != 0 && day < load<i32>(record, dayAt)) continue;
    const source = offsetAt(sources, row);
    const offset = load<u64>(offsets + ((row as usize) << 3));
    if (known != 0 && day == load<i32>(record, dayAt)) {
      const order = compareStamps(source, offset, load<u32>(record, sourceAt), load<u64>(record));
      if (order < 0) continue;
      if (order == 0 && decide(latest.id, row, known & ~pending, known & pending ? 1 : 0) == 0) continue;
    }
    if ((known & pending) == 0) store<u32>(touched + ((count++ as usize) << 2), member);
    store<u64>(record, offset);
    store<i32>(record, day, dayAt);
    store<u32>(record, source, sourceAt);
    store<u32>(record, row | pending, valueAt);
  }
  return count;
}

/** Writes the rows that members were last touched by. */
export function touchedRows(latest: Latest, touched: usize, count: u32, rows: usize): void {
  for (let index: u32 = 0; index < count; index++) {
    const record = recordOf(latest, offsetAt(touched, index));
    store<u32>(rows + ((index as usize) << 2), load<u32>(record, valueAt) & ~pending);
  }
}

/** Sets the numbers plus one of the texts of touched members. */
export function setValues(latest: Latest, touched: usize, count: u32, values: usize): void {
  for (let index: u32 = 0; index < count; index++) {
    store<u32>(recordOf(latest, offsetAt(touched, index)), offsetAt(values, index), valueAt);
  }
}

/** Writes the numbers plus one of the texts of members, 0 where none is known. */
export function valuesOf(latest: Latest, members: usize, count: u32, values: usize): void {
  for (let index: u32 = 0; index < count; index++) {
    store<u32>(values + ((index as usize) << 2), load<u32>(recordOf(latest, offsetAt(members, index)), valueAt));
  }
}

/** The bytes that the stamps of members have. */
export function stampBytes(latest: Latest, members: usize, count: u32): u32 {
  let bytes: u32 = 0;
  for (let index: u32 = 0; index < count; index++) {
    const record = recordOf(latest, offsetAt(members, index));
    if (load<u32>(record, valueAt) != 0) bytes += dayDigits + sourceSize(load<u32>(record, sourceAt)) + digits;
  }
  return bytes;
}

/** `YYYY-MM-DD` and a TAB. */
const dayDigits: u32 = 11;

/** Writes the stamps of members, none where no value is known. */
export function renderStamps(latest: Latest, members: usize, count: u32, target: usize, offsets: usize): void {
  let at = target;
  store<u32>(offsets, 0);
  for (let index: u32 = 0; index < count; index++) {
    const record = recordOf(latest, offsetAt(members, index));
    if (load<u32>(record, valueAt) != 0) {
      writeDay(at, load<i32>(record, dayAt));
      at += dayDigits as usize;
      const source = load<u32>(record, sourceAt);
      const size = sourceSize(source) as usize;
      memory.copy(at, sourceText(source), size);
      writeOffset(at + size, load<u64>(record));
      at += size + (digits as usize);
    }
    store<u32>(offsets + ((index as usize) << 2), (at - target) as u32, 4);
  }
}
