// What encoding pages spends most of its time on, over an input and an output that JavaScript copies to and from.

import { compress } from './snappy';
import { pack } from './hybrid';

let inputAt: usize = heap.alloc(1 << 16);
let inputBytes: u32 = 1 << 16;
let outputAt: usize = heap.alloc(1 << 16);
let outputBytes: u32 = 1 << 16;

/** Gives the place of an input of `size` bytes; 16 more can be read behind it. */
export function input(size: u32): usize {
  if (size + 16 > inputBytes) {
    heap.free(inputAt);
    inputBytes = (size + 16) * 2;
    inputAt = heap.alloc(inputBytes);
  }
  return inputAt;
}

export function output(): usize {
  return outputAt;
}

function reserve(size: u32): void {
  if (size <= outputBytes) return;
  heap.free(outputAt);
  outputBytes = size * 2;
  outputAt = heap.alloc(outputBytes);
}

/** Compresses the input, and gives the size of the output. */
export function snappy(size: u32): u32 {
  reserve(32 + size + size / 6);
  return compress(inputAt, size, outputAt);
}

/** Encodes `count` values of `valueBytes` (1 or 4) bytes each, leaving out those of four bytes that are -1. */
export function hybrid(count: u32, valueBytes: u32, bitWidth: u32): u32 {
  // Packed, a group of eight takes bitWidth bytes; headers come at most with every other group.
  reserve(((count + 7) / 8) * (bitWidth + 5) + 16);
  if (valueBytes == 1) widen(count);
  return pack(inputAt, valueBytes == 1 ? count : present(count), bitWidth, outputAt);
}

/** Makes values of one byte values of four, from the last on; the input was made large enough. */
function widen(count: u32): void {
  for (let index = count; index > 0; index--) {
    store<u32>(inputAt + (((index - 1) as usize) << 2), load<u8>(inputAt + ((index - 1) as usize)) as u32);
  }
}

function present(count: u32): u32 {
  let kept: u32 = 0;
  for (let index: u32 = 0; index < count; index++) {
    const value = load<i32>(inputAt + ((index as usize) << 2));
    store<i32>(inputAt + ((kept as usize) << 2), value);
    kept += value >= 0 ? 1 : 0;
  }
  return kept;
}
