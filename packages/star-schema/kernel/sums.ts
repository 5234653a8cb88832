// Sums of 64 bits over columns.

import { offsetAt, sizeOf } from './texts';
import { spread, xxHash64 } from './xxHash64';

/** Writes XXH64 of each text behind a prefix. */
export function textSums(
  bytes: usize,
  offsets: usize,
  count: u32,
  prefix: usize,
  prefixSize: u32,
  seed: u32,
  sums: usize,
): void {
  let longest: u32 = 0;
  for (let index: u32 = 0; index < count; index++) longest = max(longest, sizeOf(offsets, index));
  const line = heap.alloc((prefixSize as usize) + (longest as usize));
  const text = line + (prefixSize as usize);
  memory.copy(line, prefix, prefixSize as usize);
  for (let index: u32 = 0; index < count; index++) {
    const start = offsetAt(offsets, index);
    const size = sizeOf(offsets, index);
    memory.copy(text, bytes + (start as usize), size as usize);
    store<u64>(sums + ((index as usize) << 3), xxHash64(line, prefixSize + size, seed as u64));
  }
  heap.free(line);
}

// @ts-ignore: decorator
@inline
function sumAt(sums: usize, index: u32): usize {
  return sums + ((index as usize) << 3);
}

/** Adds to each row, by exclusive or, the sum that its code stands for; a negative code adds nothing. */
export function addCoded(rows: usize, count: u32, codes: usize, sums: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    const code = load<i32>(codes + ((row as usize) << 2));
    if (code >= 0) store<u64>(sumAt(rows, row), load<u64>(sumAt(rows, row)) ^ load<u64>(sumAt(sums, code as u32)));
  }
}

/** Adds to each row, by exclusive or, its own sum; where `validity`, a byte a row, is 0, it adds nothing. */
export function addOwn(rows: usize, count: u32, validity: usize, sums: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    if (validity != 0 && load<u8>(validity + (row as usize)) == 0) continue;
    store<u64>(sumAt(rows, row), load<u64>(sumAt(rows, row)) ^ load<u64>(sumAt(sums, row)));
  }
}

const factor: u64 = 0x9e3779b97f4a7c15;

/** Goes on with each row's sum of a key by the sum that its code stands for. */
export function chainCoded(rows: usize, count: u32, codes: usize, sums: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    const sum = load<u64>(sumAt(sums, offsetAt(codes, row)));
    store<u64>(sumAt(rows, row), spread(load<u64>(sumAt(rows, row)) * factor + sum));
  }
}

/** Goes on with each row's sum of a key by its own sum. */
export function chainOwn(rows: usize, count: u32, sums: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    const sum = load<u64>(sumAt(sums, row));
    store<u64>(sumAt(rows, row), spread(load<u64>(sumAt(rows, row)) * factor + sum));
  }
}

/** Goes on with each row's sum of a key by its number of four or eight bytes. */
export function chainNumbers(rows: usize, count: u32, values: usize, valueBytes: u32): void {
  for (let row: u32 = 0; row < count; row++) {
    const at = values + (row as usize) * (valueBytes as usize);
    const value = valueBytes == 4 ? (load<i32>(at) as i64) : load<i64>(at);
    store<u64>(sumAt(rows, row), spread(load<u64>(sumAt(rows, row)) * factor + (value as u64)));
  }
}
