/*
 * Text written straight into memory: each function writes at a position and returns the position after. Loops over
 * bytes or words, because a call out of JavaScript costs more than the twenty bytes that a field has.
 */

/** Memory to write to, as bytes and as words. Up to three bytes after what was written last may be overwritten. */
export interface Target {
  readonly bytes: Buffer;
  readonly view: DataView;
}

export function createTarget(length: number): Target {
  return wordsOf(Buffer.alloc(length));
}

/** Texts laid end to end, so that one of them can be copied without making a string. */
export interface Fragments {
  readonly view: DataView;
  /** Where each text starts; one more entry says where the last one ends. */
  readonly starts: Uint32Array;
}

export function packFragments(texts: readonly string[]): Fragments {
  const starts = new Uint32Array(texts.length + 1);
  for (const [i, text] of texts.entries()) starts[i + 1] = starts[i]! + Buffer.byteLength(text);
  // The last word that is read may begin with the last byte.
  return { view: wordsOf(Buffer.from(`${texts.join('')}   `)).view, starts };
}

export function writeFragment(target: Target, at: number, fragments: Fragments, index: number): number {
  const { view, starts } = fragments;
  const start = starts[index]!;
  const length = starts[index + 1]! - start;
  for (let i = 0; i < length; i += 4) target.view.setInt32(at + i, view.getInt32(start + i));
  return at + length;
}

function wordsOf(bytes: Buffer): Target {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

const hexDigits = Buffer.from('0123456789abcdef');

/** Writes 32 bits as eight hex digits. */
export function writeHex({ bytes }: Target, at: number, bits: number): number {
  for (let shift = 28; shift >= 0; shift -= 4) bytes[at++] = hexDigits[(bits >>> shift) & 15]!;
  return at;
}

/** Writes a number from 0 to 2^31 - 1 in at least `width` digits. */
export function writeDigits({ bytes }: Target, at: number, value: number, width: number): number {
  let end = at + width;
  for (let limit = 10 ** width; value >= limit; limit *= 10) end++;
  for (let position = end - 1; position >= at; position--) {
    const rest = (value / 10) | 0;
    bytes[position] = 48 + value - rest * 10;
    value = rest;
  }
  return end;
}

/** Writes cents with two decimals: `19.90`. */
export function writeCents(target: Target, at: number, cents: number): number {
  const whole = (cents / 100) | 0;
  at = writeDigits(target, at, whole, 1);
  target.bytes[at++] = 46;
  return writeDigits(target, at, cents - whole * 100, 2);
}

/** Writes cents as Python writes a float: `19.9`, `5.0`. */
export function writePythonCents(target: Target, at: number, cents: number): number {
  at = writeCents(target, at, cents);
  return cents % 10 === 0 ? at - 1 : at;
}
