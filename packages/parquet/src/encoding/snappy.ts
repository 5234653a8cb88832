// Snappy's block format: the plain length as a varint, then literals and copies of what came before.
// https://github.com/google/snappy/blob/main/format_description.txt

const HASH_BITS = 14;
const MAX_DISTANCE = 0xffff; // what a copy with a two-byte offset reaches
const MATCH_BYTES = 4; // a shorter copy saves nothing
const MARGIN = 16; // so near to the end nothing is looked for

const positions = new Int32Array(1 << HASH_BITS);

/** Compresses bytes. Data that does not repeat is skipped over in ever longer steps, and grows by a few bytes. */
export function snappyCompress(input: Uint8Array): Uint8Array {
  const source = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const target = new Uint8Array(32 + input.length + Math.ceil(input.length / 6));
  let at = writeLength(target, input.length);
  let literalStart = 0;
  let position = 1; // 0 is what the table holds of words not seen yet
  positions.fill(0);
  const searchEnd = input.length - MARGIN;
  let misses = 32;
  while (position < searchEnd) {
    const word = source.getInt32(position, true);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS);
    const candidate = positions[slot]!;
    positions[slot] = position;
    if (position - candidate > MAX_DISTANCE || source.getInt32(candidate, true) !== word) {
      position += misses++ >>> 5;
      continue;
    }
    at = writeLiteral(target, at, input, literalStart, position);
    const matchStart = position;
    const distance = position - candidate;
    position += MATCH_BYTES;
    while (position < input.length && input[position] === input[position - distance]) position++;
    at = writeCopy(target, at, distance, position - matchStart);
    literalStart = position;
    misses = 32;
    if (position < searchEnd) {
      positions[Math.imul(source.getInt32(position - 1, true), 0x1e35a7bd) >>> (32 - HASH_BITS)] =
        position - 1;
    }
  }
  return target.subarray(0, writeLiteral(target, at, input, literalStart, input.length));
}

function writeLength(target: Uint8Array, length: number): number {
  let at = 0;
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) target[at++] = (rest & 0x7f) | 0x80;
  target[at++] = rest;
  return at;
}

function writeLiteral(
  target: Uint8Array,
  start: number,
  input: Uint8Array,
  from: number,
  to: number,
): number {
  const length = to - from;
  if (length === 0) return start;
  let at = start;
  const last = length - 1;
  if (last < 60) {
    target[at++] = last << 2;
  } else {
    const lengthBytes = last < 1 << 8 ? 1 : last < 1 << 16 ? 2 : last < 1 << 24 ? 3 : 4;
    target[at++] = (59 + lengthBytes) << 2;
    for (let shift = 0; shift < lengthBytes * 8; shift += 8) target[at++] = last >>> shift;
  }
  if (length > 64) {
    target.set(input.subarray(from, to), at);
    return at + length;
  }
  for (let position = from; position < to; position++) target[at++] = input[position]!;
  return at;
}

function writeCopy(target: Uint8Array, start: number, distance: number, length: number): number {
  let at = start;
  let rest = length;
  // 64 bytes are the most that one copy can make; what remains is to be at least four.
  while (rest > 64) {
    const piece = rest >= 68 ? 64 : 60;
    at = writeShortCopy(target, at, distance, piece);
    rest -= piece;
  }
  return writeShortCopy(target, at, distance, rest);
}

function writeShortCopy(target: Uint8Array, at: number, distance: number, length: number): number {
  if (length < 12 && distance < 2048) {
    target[at] = 1 | ((length - 4) << 2) | ((distance >>> 8) << 5);
    target[at + 1] = distance;
    return at + 2;
  }
  target[at] = 2 | ((length - 1) << 2);
  target[at + 1] = distance;
  target[at + 2] = distance >>> 8;
  return at + 3;
}
