// Sorts texts by their bytes: eight bytes at a time as numbers by radix, what these leave alike by the next eight.

import { compareTexts, offsetAt, sizeOf } from './texts';

/** Fewer texts are sorted by insertion. */
const fewTexts: u32 = 24;

let texts: usize = 0;
let ends: usize = 0;
/** Of `count` texts: their numbers and eight bytes of each, and as much room again. */
let order: usize = 0;
let words: usize = 0;
let otherOrder: usize = 0;
let otherWords: usize = 0;

/** Writes the numbers of different texts in their order. */
export function sortTexts(bytes: usize, offsets: usize, count: u32, target: usize): void {
  texts = bytes;
  ends = offsets;
  order = target;
  words = heap.alloc((count as usize) << 3);
  otherOrder = heap.alloc((count as usize) << 2);
  otherWords = heap.alloc((count as usize) << 3);
  for (let index: u32 = 0; index < count; index++) store<u32>(order + ((index as usize) << 2), index);
  sortRange(0, count, 0);
  heap.free(words);
  heap.free(otherOrder);
  heap.free(otherWords);
}

// @ts-ignore: decorator
@inline
function numberAt(index: u32): u32 {
  return load<u32>(order + ((index as usize) << 2));
}

// @ts-ignore: decorator
@inline
function wordAt(index: u32): u64 {
  return load<u64>(words + ((index as usize) << 3));
}

/** Sorts texts that are alike up to `depth`. */
function sortRange(start: u32, end: u32, depth: u32): void {
  if (end - start <= fewTexts) return insert(start, end);
  for (let index = start; index < end; index++) {
    store<u64>(words + ((index as usize) << 3), wordOf(numberAt(index), depth));
  }
  sortWords(start, end);
  for (let first = start; first < end; ) {
    let last = first + 1;
    while (last < end && wordAt(last) == wordAt(first)) last++;
    if (last - first > 1) sortAlike(first, last, depth + 8);
    first = last;
  }
}

/** Of texts that are alike up to `depth` but for zeros behind the end, those that end before it come first, by size. */
function sortAlike(start: u32, end: u32, depth: u32): void {
  let longer: u32 = end;
  for (let index = start; index < longer; ) {
    const number = numberAt(index);
    if (sizeOf(ends, number) <= depth) {
      index++;
      continue;
    }
    longer--;
    store<u32>(order + ((index as usize) << 2), numberAt(longer));
    store<u32>(order + ((longer as usize) << 2), number);
  }
  insert(start, longer);
  if (end - longer > 1) sortRange(longer, end, depth);
}

/** Eight bytes from `depth` on as a number that compares as they do; zeros stand behind the end. */
function wordOf(text: u32, depth: u32): u64 {
  const size = sizeOf(ends, text);
  if (size <= depth) return 0;
  const word = bswap<u64>(load<u64>(texts + ((offsetAt(ends, text) + depth) as usize)));
  const rest = size - depth;
  return rest >= 8 ? word : word & (u64.MAX_VALUE << (((8 - rest) as u64) << 3));
}

function insert(start: u32, end: u32): void {
  for (let index = start + 1; index < end; index++) {
    const number = numberAt(index);
    let at = index;
    for (; at > start && compareTexts(texts, ends, numberAt(at - 1), texts, ends, number) > 0; at--) {
      store<u32>(order + ((at as usize) << 2), numberAt(at - 1));
    }
    store<u32>(order + ((at as usize) << 2), number);
  }
}

const counts: usize = heap.alloc(256 << 2);

/** Sorts by the words, byte by byte from the last, leaving out those that are the same everywhere. */
function sortWords(start: u32, end: u32): void {
  let different: u64 = 0;
  for (let index = start + 1; index < end; index++) different |= wordAt(index) ^ wordAt(start);
  for (let shift: u64 = 0; shift < 64; shift += 8) {
    if (((different >> shift) & 0xff) == 0) continue;
    memory.fill(counts, 0, 256 << 2);
    for (let index = start; index < end; index++) {
      const slot = counts + ((((wordAt(index) >> shift) & 0xff) << 2) as usize);
      store<u32>(slot, load<u32>(slot) + 1);
    }
    let place = start;
    for (let slot = counts; slot < counts + (256 << 2); slot += 4) {
      const count = load<u32>(slot);
      store<u32>(slot, place);
      place += count;
    }
    for (let index = start; index < end; index++) {
      const word = wordAt(index);
      const slot = counts + ((((word >> shift) & 0xff) << 2) as usize);
      const to = load<u32>(slot);
      store<u32>(slot, to + 1);
      store<u64>(otherWords + ((to as usize) << 3), word);
      store<u32>(otherOrder + ((to as usize) << 2), numberAt(index));
    }
    memory.copy(words + ((start as usize) << 3), otherWords + ((start as usize) << 3), ((end - start) as usize) << 3);
    memory.copy(order + ((start as usize) << 2), otherOrder + ((start as usize) << 2), ((end - start) as usize) << 2);
  }
}
