// Reads text that its rule keeps as it is. A reader gives the byte behind the value, or 0 when the reference must decide.

import { isText, judge } from './host';
import { intern, lengthOf, maxInternedBytes, recordOf, setVerdict, textOf, verdictOf } from './intern';
import { TextSink } from './sinks';

const quote: u8 = 0x22;
const nullWord: u32 = 0x6c6c756e;
const clean: u32 = 1;

// @ts-ignore: decorator
@inline
export function isNull(at: usize): bool {
  return load<u32>(at) == nullWord;
}

export function readText(sink: TextSink, at: usize, end: usize, row: u32): usize {
  if (load<u8>(at) != quote) {
    if (sink.isRequired != 0 || !isNull(at)) return 0;
    putNull(sink, row);
    return at + 4;
  }
  const from = at + 1;
  const to = quoteFrom(from, end);
  if (to == 0) return 0;
  const size = (to - from) as u32;
  if (sink.isHeap != 0) return keepBytes(sink, from, size, row) ? to + 1 : 0;
  if (size > maxInternedBytes) return 0;
  const entry = intern(sink, from, size);
  const record = recordOf(sink, entry);
  let verdict = verdictOf(record);
  if (verdict != clean) {
    if (verdict == 0) setVerdict(record, (verdict = judge(sink.id, entry)));
    if (verdict != clean) return 0;
  }
  store<u32>(sink.codes + ((row as usize) << 2), entry);
  return to + 1;
}

/** Finds the next quote, or 0. */
// @ts-ignore: decorator
@inline
export function quoteFrom(from: usize, end: usize): usize {
  for (let at = from; at < end; at += 16) {
    const marks = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x22)));
    if (marks == 0) continue;
    const found = at + (ctz(marks) as usize);
    return found < end ? found : 0;
  }
  return 0;
}

export function putNull(sink: TextSink, row: u32): void {
  store<i32>(sink.codes + ((row as usize) << 2), -1);
  if (sink.isHeap == 0) return;
  const ends = sink.ends + ((row as usize) << 2);
  store<u32>(ends, load<u32>(ends), 4);
  store<u8>(sink.present + (row as usize), 0);
}

/** Puts clean text into a row. */
export function putText(sink: TextSink, at: usize, size: u32, row: u32): void {
  if (sink.isHeap != 0) append(sink, at, size, row);
  else store<u32>(sink.codes + ((row as usize) << 2), intern(sink, at, size));
}

function append(sink: TextSink, at: usize, size: u32, row: u32): void {
  const ends = sink.ends + ((row as usize) << 2);
  const start = load<u32>(ends);
  if (start + size > sink.bytesCapacity) {
    sink.bytesCapacity = max(sink.bytesCapacity * 2, start + size);
    sink.bytes = heap.realloc(sink.bytes, (sink.bytesCapacity as usize) + 16);
  }
  memory.copy(sink.bytes + (start as usize), at, size as usize);
  store<u32>(ends, start + size, 4);
  store<u8>(sink.present + (row as usize), 1);
}

/** Text that does not repeat is checked byte by byte: no blank or non-ASCII at an end, no lower case where it is folded. */
function keepBytes(sink: TextSink, from: usize, size: u32, row: u32): bool {
  // What an open enumeration makes of a text only its rule can tell.
  if (sink.isEnum != 0 || size == 0 || size > sink.maxBytes) return false;
  const first = load<u8>(from);
  const last = load<u8>(from + (size as usize) - 1);
  if (first <= 0x20 || first >= 0x7f || last <= 0x20 || last >= 0x7f) return false;
  let hasHigh = false;
  for (let done: u32 = 0; done < size; done += 16) {
    const part = v128.load(from + (done as usize));
    const rest = size - done;
    const counted: u32 = rest >= 16 ? 0xffff : (1 << rest) - 1;
    let refused = v128.or(i8x16.lt_u(part, i8x16.splat(0x20)), i8x16.eq(part, i8x16.splat(0x5c)));
    if (sink.isFolded != 0) {
      const isLower = v128.and(i8x16.ge_u(part, i8x16.splat(0x61)), i8x16.le_u(part, i8x16.splat(0x7a)));
      refused = v128.or(refused, isLower);
    }
    if ((i8x16.bitmask(refused) & counted) != 0) return false;
    if ((i8x16.bitmask(part) & counted) != 0) hasHigh = true;
  }
  if (hasHigh && isText(from, size) == 0) return false;
  append(sink, from, size, row);
  return true;
}

/** Keeps rows as bytes from here on, and the first `rows` ones with them. */
export function keepAsBytes(sink: TextSink, rows: u32): void {
  sink.isHeap = 1;
  for (let row: u32 = 0; row < rows; row++) {
    const entry = load<i32>(sink.codes + ((row as usize) << 2));
    if (entry < 0) {
      putNull(sink, row);
      continue;
    }
    const record = recordOf(sink, entry as u32);
    append(sink, textOf(sink, record), lengthOf(record), row);
  }
}
