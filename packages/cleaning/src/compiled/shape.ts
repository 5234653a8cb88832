import { isJsonSpace } from '../source/lines.ts';

/** What stands at one place of a line: a value, behind bytes that are the same on every line of the shape. */
export interface Slot {
  /** The bytes since the value before: punctuation, white space and the key. */
  readonly literal: Buffer;
  readonly key: string;
}

/** How the lines of a file are written: the order of the keys, and everything between the values. */
export interface Shape {
  readonly slots: readonly Slot[];
  /** The bytes behind the last value, to the end of the line. */
  readonly tail: Buffer;
  /** The same for two lines of the same shape. */
  readonly signature: string;
}

const quote = 0x22;
const backslash = 0x5c;
/** Longer literals would let a scanner read past a buffer's spare bytes. */
const maxLiteralBytes = 512;

/**
 * Learns the shape of a line that is a flat JSON object.
 *
 * Undefined for any line that is not simply that: nested values, keys beyond ASCII, a key twice, over-long keys.
 */
export function learnShape(buffer: Buffer, start: number, end: number): Shape | undefined {
  const slots: Slot[] = [];
  const keys = new Set<string>();
  let at = start;
  let literalStart = start;
  const skipSpace = (): void => {
    while (at < end && isJsonSpace(buffer[at]!)) at++;
  };
  const take = (character: string): boolean => at < end && buffer[at++] === character.charCodeAt(0);

  if (!take('{')) return undefined;
  for (;;) {
    skipSpace();
    const keyStart = at;
    at = stringEnd(buffer, at, end);
    if (at < 0) return undefined;
    const key = decoded(buffer.toString('latin1', keyStart, at));
    if (key === undefined || keys.has(key) || !/^[\x20-\x7e]+$/.test(key)) return undefined;
    keys.add(key);
    skipSpace();
    if (!take(':')) return undefined;
    skipSpace();
    const literal = Buffer.from(buffer.subarray(literalStart, at));
    if (literal.length > maxLiteralBytes) return undefined;
    slots.push({ literal, key });
    at = valueEnd(buffer, at, end);
    if (at < 0) return undefined;
    literalStart = at;
    skipSpace();
    if (at < end && buffer[at] === 0x7d) break;
    if (!take(',')) return undefined;
  }
  const tail = Buffer.from(buffer.subarray(literalStart, end));
  if (tail.length > maxLiteralBytes) return undefined;
  const signature = [...slots.map(({ literal }) => literal), tail].join('\n');
  return { slots, tail, signature };
}

/** What a JSON string stands for; undefined when it is none. */
function decoded(json: string): string | undefined {
  try {
    return JSON.parse(json) as string;
  } catch {
    return undefined;
  }
}

/** The byte behind a string that starts at `at`, or -1. */
function stringEnd(buffer: Buffer, at: number, end: number): number {
  if (buffer[at] !== quote) return -1;
  for (let next = at + 1; next < end; next++) {
    const byte = buffer[next]!;
    if (byte === quote) return next + 1;
    if (byte === backslash) next++;
  }
  return -1;
}

/** The byte behind a plain value that starts at `at`, or -1; what the value is, scanning will tell. */
function valueEnd(buffer: Buffer, at: number, end: number): number {
  if (buffer[at] === quote) return stringEnd(buffer, at, end);
  let next = at;
  while (next < end && isScalarByte(buffer[next]!)) next++;
  return next === at ? -1 : next;
}

/** Tells the bytes of numbers, `true`, `false` and `null`. */
function isScalarByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2b || byte === 0x2e || isLetter(byte);
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}
