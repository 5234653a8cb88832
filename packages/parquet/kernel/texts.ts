// Looks through a column's texts: text i is the bytes from offset i up to offset i + 1. 16 bytes behind the last one can be
// read, and 16 behind what is written are free.

import { isNullIn, setBounds } from './numbers';

/** The rows that have a value after `countCodes`, and the bytes of these. */
export let presentRows: u32 = 0;
export let presentBytes: f64 = 0;
/** The least and the greatest code after `codeRange`. */
export let minCode: i32 = 0;
export let maxCode: i32 = 0;

// @ts-ignore: decorator
@inline
function offsetAt(offsets: usize, index: u32): u32 {
  return load<u32>(offsets + ((index as usize) << 2));
}

export function codeRange(codes: usize, count: u32): void {
  let least = i32x4.splat(i32.MAX_VALUE);
  let greatest = i32x4.splat(i32.MIN_VALUE);
  let row: u32 = 0;
  for (; row + 4 <= count; row += 4) {
    const four = v128.load(codes + ((row as usize) << 2));
    least = i32x4.min_s(least, four);
    greatest = i32x4.max_s(greatest, four);
  }
  minCode = min(min(i32x4.extract_lane(least, 0), i32x4.extract_lane(least, 1)), min(i32x4.extract_lane(least, 2), i32x4.extract_lane(least, 3)));
  maxCode = max(max(i32x4.extract_lane(greatest, 0), i32x4.extract_lane(greatest, 1)), max(i32x4.extract_lane(greatest, 2), i32x4.extract_lane(greatest, 3)));
  for (; row < count; row++) {
    const code = load<i32>(codes + ((row as usize) << 2));
    minCode = min(minCode, code);
    maxCode = max(maxCode, code);
  }
}

/** Counts what codes of texts stand for; -1 is null. */
export function countCodes(codes: usize, count: u32, offsets: usize): void {
  let present: u32 = 0;
  let bytes: u64 = 0;
  for (let row: u32 = 0; row < count; row++) {
    const code = load<i32>(codes + ((row as usize) << 2));
    if (code < 0) continue;
    present++;
    bytes += (offsetAt(offsets, code + 1) - offsetAt(offsets, code)) as u64;
  }
  presentRows = present;
  presentBytes = bytes as f64;
}

/** Writes the texts of rows that have one as Parquet's PLAIN, each after its length in four bytes, and gives their size. */
export function plainTexts(
  bytes: usize,
  offsets: usize,
  validity: usize,
  start: u32,
  end: u32,
  target: usize,
): u32 {
  let at = target;
  let from = bytes + (offsetAt(offsets, start) as usize);
  for (let row = start; row < end; row++) {
    const behind = bytes + (offsetAt(offsets, row + 1) as usize);
    const size = behind - from;
    if (!isNullIn(validity, row)) {
      store<u32>(at, size as u32);
      at += 4;
      for (let done: usize = 0; done < size; done += 16) v128.store(at + done, v128.load(from + done));
      at += size;
    }
    from = behind;
  }
  return (at - target) as u32;
}

/** Finds the rows of the least and the greatest text in the order of their bytes. */
export function textBounds(bytes: usize, offsets: usize, validity: usize, count: u32): void {
  let least: i32 = -1;
  let greatest: i32 = -1;
  let leastPrefix: u64 = 0;
  let greatestPrefix: u64 = 0;
  for (let row: u32 = 0; row < count; row++) {
    if (isNullIn(validity, row)) continue;
    const prefix = prefixOf(bytes, offsets, row);
    if (
      least < 0 ||
      prefix < leastPrefix ||
      (prefix == leastPrefix && compareTexts(bytes, offsets, row, least as u32) < 0)
    ) {
      least = row as i32;
      leastPrefix = prefix;
    }
    if (
      greatest < 0 ||
      prefix > greatestPrefix ||
      (prefix == greatestPrefix && compareTexts(bytes, offsets, row, greatest as u32) > 0)
    ) {
      greatest = row as i32;
      greatestPrefix = prefix;
    }
  }
  setBounds(least, greatest);
}

/** The first eight bytes as a number that compares as they do. */
// @ts-ignore: decorator
@inline
function prefixOf(bytes: usize, offsets: usize, row: u32): u64 {
  const start = offsetAt(offsets, row);
  const size = offsetAt(offsets, row + 1) - start;
  if (size == 0) return 0;
  const word = bswap<u64>(load<u64>(bytes + (start as usize)));
  return size >= 8 ? word : word & (u64.MAX_VALUE << (((8 - size) as u64) << 3));
}

function compareTexts(bytes: usize, offsets: usize, one: u32, other: u32): i32 {
  const at = bytes + (offsetAt(offsets, one) as usize);
  const otherAt = bytes + (offsetAt(offsets, other) as usize);
  const size = offsetAt(offsets, one + 1) - offsetAt(offsets, one);
  const otherSize = offsetAt(offsets, other + 1) - offsetAt(offsets, other);
  const order = memory.compare(at, otherAt, min(size, otherSize) as usize);
  return order != 0 ? order : (size as i32) - (otherSize as i32);
}

/**
 * Takes `count` texts of a page in PLAIN apart: their bytes one behind the other, which take no more room than the page, and
 * where each ends. Gives the size of all, or -1 when the page ends before they do.
 */
export function readPlainTexts(page: usize, size: u32, count: u32, bytes: usize, offsets: usize): i32 {
  const end = page + (size as usize);
  let at = page;
  let to = bytes;
  store<u32>(offsets, 0);
  for (let index: u32 = 0; index < count; index++) {
    if (at + 4 > end) return -1;
    const length = load<u32>(at) as usize;
    at += 4;
    if (length > end - at) return -1;
    for (let done: usize = 0; done < length; done += 16) v128.store(to + done, v128.load(at + done));
    at += length;
    to += length;
    store<u32>(offsets + ((index as usize) << 2), (to - bytes) as u32, 4);
  }
  return (to - bytes) as i32;
}
