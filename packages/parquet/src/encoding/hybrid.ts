// Parquet's "RLE / bit-packing hybrid": a sequence of runs, each a varint header and then either one value and how often
// it repeats (header = count << 1) or groups of eight values packed bit by bit (header = groups << 1 | 1).
// https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE

const GROUP = 8; // values; a repeat shorter than a group is packed with its neighbours

/** How many bits hold every value from 0 to `largest`. */
export function bitWidth(largest: number): number {
  return 32 - Math.clz32(largest);
}

/** Encodes values below 2^bitWidth; bitWidth is at most 24, and 0 when every value is 0. */
export function encodeHybrid(values: Int32Array | Uint8Array, bitWidth: number): Uint8Array {
  // Packed, a group takes bitWidth bytes; headers come at most with every other group.
  const groups = Math.ceil(values.length / GROUP);
  const target = new Uint8Array(groups * (bitWidth + 5) + 10);
  let at = 0;
  let row = 0;
  while (row < values.length) {
    const repeats = runLength(values, row);
    if (repeats >= GROUP) {
      at = writeRepeat(target, at, values[row]!, repeats, bitWidth);
      row += repeats;
      continue;
    }
    const start = row;
    do row += GROUP;
    while (row < values.length && !startsRun(values, row));
    at = writePacked(target, at, values.subarray(start, row), bitWidth);
  }
  return target.subarray(0, at);
}

/** Encodes one value repeated `count` times. */
export function encodeRepeat(value: number, count: number, bitWidth: number): Uint8Array {
  const target = new Uint8Array(10);
  return target.subarray(0, writeRepeat(target, 0, value, count, bitWidth));
}

function runLength(values: Int32Array | Uint8Array, start: number): number {
  const value = values[start];
  let end = start + 1;
  while (end < values.length && values[end] === value) end++;
  return end - start;
}

function startsRun(values: Int32Array | Uint8Array, start: number): boolean {
  const end = start + GROUP;
  if (end > values.length) return false;
  for (let row = start + 1; row < end; row++) if (values[row] !== values[start]) return false;
  return true;
}

function writeRepeat(
  target: Uint8Array,
  start: number,
  value: number,
  count: number,
  bitWidth: number,
): number {
  let at = writeVarint(target, start, count * 2);
  for (let shift = 0; shift < bitWidth; shift += 8) target[at++] = value >>> shift;
  return at;
}

function writePacked(
  target: Uint8Array,
  start: number,
  values: Int32Array | Uint8Array,
  bitWidth: number,
): number {
  const groups = Math.ceil(values.length / GROUP);
  let at = writeVarint(target, start, groups * 2 + 1);
  const end = at + groups * bitWidth;
  let buffer = 0;
  let bits = 0;
  for (let row = 0; row < values.length; row++) {
    buffer |= values[row]! << bits;
    bits += bitWidth;
    while (bits >= 8) {
      target[at++] = buffer;
      buffer >>>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) target[at] = buffer;
  return end; // what is left of the last group stays zero
}

function writeVarint(target: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) target[at++] = (rest & 0x7f) | 0x80;
  target[at++] = rest;
  return at;
}
