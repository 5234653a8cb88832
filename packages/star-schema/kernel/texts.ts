// Texts are bytes and offsets: text i is the bytes from offset i up to offset i + 1. 16 bytes behind the last can be read.

// @ts-ignore: decorator
@inline
export function offsetAt(offsets: usize, index: u32): u32 {
  return load<u32>(offsets + ((index as usize) << 2));
}

// @ts-ignore: decorator
@inline
export function sizeOf(offsets: usize, index: u32): u32 {
  return offsetAt(offsets, index + 1) - offsetAt(offsets, index);
}

/** Compares texts by their bytes, as warehouses and Parquet do. */
export function compareTexts(bytes: usize, offsets: usize, one: u32, otherBytes: usize, otherOffsets: usize, other: u32): i32 {
  const size = sizeOf(offsets, one);
  const otherSize = sizeOf(otherOffsets, other);
  const at = bytes + (offsetAt(offsets, one) as usize);
  const otherAt = otherBytes + (offsetAt(otherOffsets, other) as usize);
  const order = memory.compare(at, otherAt, min(size, otherSize) as usize);
  return order != 0 ? order : (size as i32) - (otherSize as i32);
}

/** The bytes of texts by their numbers plus one, of which 0 is no text. */
export function textBytes(offsets: usize, numbers: usize, count: u32): u32 {
  let bytes: u32 = 0;
  for (let index: u32 = 0; index < count; index++) {
    const number = offsetAt(numbers, index);
    if (number != 0) bytes += sizeOf(offsets, number - 1);
  }
  return bytes;
}

/** Writes texts by their numbers plus one, and a byte each that says whether it is one. */
export function gatherTexts(
  bytes: usize,
  offsets: usize,
  numbers: usize,
  count: u32,
  target: usize,
  targetOffsets: usize,
  validity: usize,
): void {
  let end: u32 = 0;
  store<u32>(targetOffsets, 0);
  for (let index: u32 = 0; index < count; index++) {
    const number = offsetAt(numbers, index);
    if (number != 0) end = copyText(bytes, offsets, number - 1, target, end);
    store<u8>(validity + (index as usize), number != 0 ? 1 : 0);
    store<u32>(targetOffsets + ((index as usize) << 2), end, 4);
  }
}

// @ts-ignore: decorator
@inline
export function copyText(bytes: usize, offsets: usize, index: u32, target: usize, end: u32): u32 {
  const size = sizeOf(offsets, index);
  const from = bytes + (offsetAt(offsets, index) as usize);
  const to = target + (end as usize);
  for (let done: usize = 0; done < (size as usize); done += 16) v128.store(to + done, v128.load(from + done));
  return end + size;
}
