// Parquet's "RLE / bit-packing hybrid": a sequence of runs, each a varint header and then either one value and how often
// it repeats (header = count << 1) or groups of eight values packed bit by bit (header = groups << 1 | 1).
// https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE

/** Values; a repeat shorter than a group is packed with its neighbours. */
const group: u32 = 8;

/** Encodes `count` values of four bytes below 2^bitWidth, and gives the size; bitWidth is at most 24. */
export function pack(values: usize, count: u32, bitWidth: u32, target: usize): u32 {
  let at = target;
  let row: u32 = 0;
  while (row < count) {
    const repeats = runLength(values, row, count);
    if (repeats >= group) {
      at = writeRepeat(at, valueAt(values, row), repeats, bitWidth);
      row += repeats;
      continue;
    }
    const start = row;
    do row += group;
    while (row < count && !startsRun(values, row, count));
    at = writePacked(at, values, start, min(row, count), bitWidth);
  }
  return (at - target) as u32;
}

// @ts-ignore: decorator
@inline
function valueAt(values: usize, row: u32): u32 {
  return load<u32>(values + ((row as usize) << 2));
}

function runLength(values: usize, start: u32, count: u32): u32 {
  const value = valueAt(values, start);
  let end = start + 1;
  while (end < count && valueAt(values, end) == value) end++;
  return end - start;
}

// @ts-ignore: decorator
@inline
function startsRun(values: usize, start: u32, count: u32): bool {
  if (start + group > count) return false;
  const first = i32x4.splat(valueAt(values, start) as i32);
  const at = values + ((start as usize) << 2);
  return i32x4.all_true(i32x4.eq(v128.load(at), first)) && i32x4.all_true(i32x4.eq(v128.load(at, 16), first));
}

function writeRepeat(start: usize, value: u32, count: u32, bitWidth: u32): usize {
  let at = writeVarint(start, count << 1);
  for (let shift: u32 = 0; shift < bitWidth; shift += 8) store<u8>(at++, (value >> shift) as u8);
  return at;
}

function writePacked(start: usize, values: usize, first: u32, last: u32, bitWidth: u32): usize {
  const groups = (last - first + group - 1) / group;
  let at = writeVarint(start, (groups << 1) | 1);
  const end = at + ((groups * bitWidth) as usize);
  let bits: u64 = 0;
  let bitCount: u32 = 0;
  for (let row = first; row < last; row++) {
    bits |= (valueAt(values, row) as u64) << (bitCount as u64);
    bitCount += bitWidth;
    if (bitCount >= 32) {
      store<u32>(at, bits as u32);
      at += 4;
      bits >>= 32;
      bitCount -= 32;
    }
  }
  for (; bitCount > 0; bitCount = bitCount > 8 ? bitCount - 8 : 0) {
    store<u8>(at++, bits as u8);
    bits >>= 8;
  }
  // What is left of the last group is zero.
  memory.fill(at, 0, end - at);
  return end;
}

function writeVarint(start: usize, value: u32): usize {
  let at = start;
  let rest = value;
  for (; rest > 0x7f; rest >>= 7) store<u8>(at++, ((rest & 0x7f) | 0x80) as u8);
  store<u8>(at++, rest as u8);
  return at;
}
