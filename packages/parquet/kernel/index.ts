// What encoding pages spends most of its time on, over memory that JavaScript fills and reads.

import { compress } from './snappy';
import { pack } from './hybrid';
import { uncompress } from './unsnappy';

export { maxRow, minRow, numberBounds, numberDictionary, presentNumbers } from './numbers';
export { codeRange, countCodes, maxCode, minCode, plainTexts, presentBytes, readPlainTexts, presentRows, textBounds } from './texts';

/** Gives memory; 16 bytes more than asked for can be read and written. */
export function allocate(size: u32): usize {
  return heap.alloc((size as usize) + 16);
}

export function release(at: usize): void {
  heap.free(at);
}

/** Compresses into a target of `snappyRoom` bytes, and gives how many it used. */
export function snappy(source: usize, size: u32, target: usize): u32 {
  return compress(source, size, target);
}

/** Uncompresses to exactly `targetSize` bytes, and says whether the source was that. */
export function unsnappy(source: usize, size: u32, target: usize, targetSize: u32): u32 {
  return uncompress(source, size, target, targetSize) ? 1 : 0;
}

export function snappyRoom(size: u32): u32 {
  return 32 + size + size / 6;
}

/** Encodes codes of four bytes into a target of `hybridRoom` bytes, leaving out those that are -1, and gives the size. */
export function hybridCodes(codes: usize, count: u32, hasNulls: u32, bitWidth: u32, target: usize): u32 {
  if (hasNulls == 0) return pack(codes, count, bitWidth, target);
  const present = heap.alloc((count as usize) << 2);
  let kept: u32 = 0;
  for (let index: u32 = 0; index < count; index++) {
    const code = load<i32>(codes + ((index as usize) << 2));
    store<i32>(present + ((kept as usize) << 2), code);
    kept += code >= 0 ? 1 : 0;
  }
  const size = pack(present, kept, bitWidth, target);
  heap.free(present);
  return size;
}

/** Encodes which rows have a value: of `marks`, a byte a row, 0 where it has none; or of codes of four bytes, -1 for none. */
export function hybridLevels(marks: usize, markBytes: u32, count: u32, target: usize): u32 {
  const levels = heap.alloc((count as usize) << 2);
  for (let row: u32 = 0; row < count; row++) {
    const isPresent = markBytes == 1 ? load<u8>(marks + (row as usize)) != 0 : load<i32>(marks + ((row as usize) << 2)) >= 0;
    store<u32>(levels + ((row as usize) << 2), isPresent ? 1 : 0);
  }
  const size = pack(levels, count, 1, target);
  heap.free(levels);
  return size;
}

/** Packed, a group of eight takes bitWidth bytes; headers come at most with every other group. */
export function hybridRoom(count: u32, bitWidth: u32): u32 {
  return ((count + 7) / 8) * (bitWidth + 5) + 16;
}
