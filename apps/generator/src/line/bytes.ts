/*
 * Text written straight into a buffer: each function writes at a position and returns the position after. Loops
 * over bytes, because a call out of JavaScript costs more than the twenty bytes that a field has.
 */

/** Texts laid end to end, so that one of them can be copied without making a string. */
export interface Fragments {
  readonly bytes: Buffer;
  /** Where each text starts; one more entry says where the last one ends. */
  readonly starts: Uint32Array;
}

export function packFragments(texts: readonly string[]): Fragments {
  const starts = new Uint32Array(texts.length + 1);
  for (const [i, text] of texts.entries()) starts[i + 1] = starts[i]! + Buffer.byteLength(text);
  return { bytes: Buffer.from(texts.join('')), starts };
}

export function writeFragment(target: Buffer, at: number, fragments: Fragments, index: number): number {
  const { bytes, starts } = fragments;
  const end = starts[index + 1]!;
  for (let from = starts[index]!; from < end; from++) target[at++] = bytes[from]!;
  return at;
}

const hexDigits = Buffer.from('0123456789abcdef');

/** Writes 32 bits as eight hex digits. */
export function writeHex(target: Buffer, at: number, bits: number): number {
  for (let shift = 28; shift >= 0; shift -= 4) target[at++] = hexDigits[(bits >>> shift) & 15]!;
  return at;
}

/** Writes a number from 0 to 2^31 - 1 in at least `width` digits. */
export function writeDigits(target: Buffer, at: number, value: number, width: number): number {
  let end = at + width;
  for (let limit = 10 ** width; value >= limit; limit *= 10) end++;
  for (let position = end - 1; position >= at; position--) {
    const rest = (value / 10) | 0;
    target[position] = 48 + value - rest * 10;
    value = rest;
  }
  return end;
}

/** Writes cents with two decimals: `19.90`. */
export function writeCents(target: Buffer, at: number, cents: number): number {
  const whole = (cents / 100) | 0;
  at = writeDigits(target, at, whole, 1);
  target[at++] = 46;
  return writeDigits(target, at, cents - whole * 100, 2);
}

/** Writes cents as Python writes a float: `19.9`, `5.0`. */
export function writePythonCents(target: Buffer, at: number, cents: number): number {
  at = writeCents(target, at, cents);
  return cents % 10 === 0 ? at - 1 : at;
}
