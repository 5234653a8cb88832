// Reads text that its rule keeps as it is. A reader gives the byte behind the value, or 0 when the reference must decide.
//
// Dictionary text is only found while a batch of lines is read, and looked up when the batch is complete, a field at a time:
// so the lookups of one table, which miss the cache, overlap. Field by field within a line they took three times as long.

import { judge, keeps } from './host';
import { entryOf, intern, lengthOf, maxInternedBytes, recordOf, setVerdict, textOf, verdictOf } from './intern';
import { TextSink } from './sinks';
import { unescape, unescapedAt, unescapedSize } from './escapes';
import { isUtf8 } from './utf8';

const quote: u8 = 0x22;
const backslash: u8 = 0x5c;
const nullWord: u32 = 0x6c6c756e;
const clean: u32 = 1;
/** The size of a null in a batch. */
const nullSize: u32 = u32.MAX_VALUE;

// @ts-ignore: decorator
@inline
export function isNull(at: usize): bool {
  return load<u32>(at) == nullWord;
}

/** Reads the text of a row, the `index`th of its batch. */
export function readText(sink: TextSink, at: usize, end: usize, row: u32, index: u32): usize {
  const span = sink.spans + ((index as usize) << 3);
  if (load<u8>(at) != quote) {
    if (sink.isRequired != 0 || !isNull(at)) return 0;
    if (sink.isHeap != 0) putNull(sink, row);
    else store<u32>(span, nullSize, 4);
    return at + 4;
  }
  let from = at + 1;
  let to = markFrom(from, end);
  if (to == 0) return 0;
  let size = (to - from) as u32;
  if (load<u8>(to) == backslash) {
    to = unescape(from, end);
    if (to == 0) return 0;
    from = unescapedAt;
    size = unescapedSize;
  }
  if (sink.isHeap != 0) return keepBytes(sink, from, size, row) ? to + 1 : 0;
  if (size > maxInternedBytes) return 0;
  store<u32>(span, from as u32);
  store<u32>(span, size, 4);
  return to + 1;
}

/** Looks up the texts of a batch that begins with row `firstRow`, and gives how many rows come before one that is not clean. */
export function lookUp(sink: TextSink, firstRow: u32, count: u32): u32 {
  const codes = sink.codes + ((firstRow as usize) << 2);
  for (let index: u32 = 0; index < count; index++) {
    const span = sink.spans + ((index as usize) << 3);
    const size = load<u32>(span, 4);
    let code: i32 = -1;
    if (size != nullSize) {
      const slot = intern(sink, load<u32>(span) as usize, size);
      let verdict = verdictOf(slot);
      if (verdict == 0) setVerdict(slot, (verdict = judged(sink, load<u32>(span) as usize, size, entryOf(slot))));
      if (verdict != clean) return index;
      code = entryOf(slot) as i32;
    }
    store<i32>(codes + ((index as usize) << 2), code);
  }
  return count;
}

/** What the rule says of new text; it is asked only where that is not plain to see. */
function judged(sink: TextSink, at: usize, size: u32, entry: u32): u32 {
  return isPlain(sink, at, size) ? clean : judge(sink.id, entry);
}

/** Finds the next quote or backslash, or 0. */
// @ts-ignore: decorator
@inline
function markFrom(from: usize, end: usize): usize {
  for (let at = from; at < end; at += 16) {
    const part = v128.load(at);
    const marks = i8x16.bitmask(v128.or(i8x16.eq(part, i8x16.splat(0x22)), i8x16.eq(part, i8x16.splat(0x5c))));
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
  else store<u32>(sink.codes + ((row as usize) << 2), entryOf(intern(sink, at, size)));
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

/** Puts text into a row that keeps bytes, if the rule keeps it as it stands. */
function keepBytes(sink: TextSink, from: usize, size: u32, row: u32): bool {
  if (!isPlain(sink, from, size) && keeps(sink.id, from, size) == 0) return false;
  append(sink, from, size, row);
  return true;
}

/**
 * Whether every rule but an enumeration's keeps text as it stands: no character at an end that may be blank, no control character and
 * no backslash, no lower case where that is folded, and not too long.
 */
function isPlain(sink: TextSink, from: usize, size: u32): bool {
  if (sink.isEnum != 0 || size == 0 || size > sink.maxBytes) return false;
  const first = load<u8>(from);
  const last = load<u8>(from + (size as usize) - 1);
  if (first <= 0x20 || last <= 0x20 || mayBeBlank(first)) return false;
  if (last >= 0x7f && mayBeBlank(leadOf(from, from + (size as usize) - 1))) return false;
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
  return !hasHigh || isUtf8(from, size);
}

/** Tells the first bytes of the characters beyond ASCII that are trimmed away, and of many others. */
// @ts-ignore: decorator
@inline
function mayBeBlank(lead: u8): bool {
  return lead >= 0x7f && (lead < 0xc3 || (lead >= 0xe1 && lead <= 0xe3) || lead == 0xef);
}

/** The first byte of the character that ends at `at`; text that is no UTF-8 is refused later. */
function leadOf(from: usize, at: usize): u8 {
  let place = at;
  while (place > from && (load<u8>(place) & 0xc0) == 0x80) place--;
  return load<u8>(place);
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
