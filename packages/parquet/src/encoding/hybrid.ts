// Parquet's "RLE / bit-packing hybrid" (see `kernel/hybrid.ts`), where a kernel is not needed.

/** How many bits hold every value from 0 to `largest`. */
export function bitWidth(largest: number): number {
  return 32 - Math.clz32(largest);
}

/** Encodes one value repeated `count` times. */
export function encodeRepeat(value: number, count: number, bitWidth: number): Uint8Array {
  const bytes: number[] = [];
  let rest = count * 2;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  for (let shift = 0; shift < bitWidth; shift += 8) bytes.push((value >>> shift) & 0xff);
  return Uint8Array.from(bytes);
}
