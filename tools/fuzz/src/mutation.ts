import type { Random } from './random.ts';

/** Bytes that mean something to JSON, to UTF-8 or to lines. */
export const oddBytes: readonly number[] = [
  0x00, 0x01, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1f, 0x20, 0x22, 0x24, 0x27, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f,
  0x30, 0x31, 0x39, 0x3a, 0x45, 0x5b, 0x5c, 0x5d, 0x61, 0x65, 0x6e, 0x75, 0x7b, 0x7d, 0x7f, 0x80, 0x85, 0xa0,
  0xa2, 0xbf, 0xc0, 0xc2, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xff,
];

/** Pieces of text to put in: bad UTF-8, marks, separators, escapes, and parts of JSON. */
const pieces: readonly Buffer[] = [
  ...[
    '80',
    'c0af',
    'eda080',
    'edb080',
    'f4908080',
    'f08080',
    'e282',
    'c3',
    'fffe',
    'feff',
    'f0808080',
    'c1bf',
    'f8888080',
  ].map((hex) => Buffer.from(hex, 'hex')),
  ...[
    '\ufeff',
    '\u2028',
    '\u2029',
    '\u0085',
    '\u00a0',
    '\r',
    '\n',
    '\r\n',
    '\0',
    '\0\0\0\0',
    '\\',
    '\\"',
    '\\u',
    '\\u0022',
    '\\n',
    '""',
    '"',
    '","',
    '":"',
    '{}',
    '[]',
    ',',
    ':',
    'null',
    '0',
    'e1',
    '.0',
    '-',
    '//',
    '  ',
    '\t',
  ].map((text) => Buffer.from(text)),
];

/** Changes a few bytes of a text. */
export function mutated(text: Buffer, random: Random): Buffer {
  let result = text;
  for (let changes = random.pick([1, 1, 1, 1, 2, 3, 6]); changes > 0; changes--)
    result = mutatedOnce(result, random);
  return result;
}

function mutatedOnce(text: Buffer, random: Random): Buffer {
  const at = random.below(text.length + 1);
  const splice = (count: number, ...put: readonly Uint8Array[]): Buffer =>
    Buffer.concat([text.subarray(0, at), ...put, text.subarray(at + count)]);
  const few = 1 + random.below(random.pick([1, 3, 12]));
  switch (random.below(9)) {
    case 0:
      return text.subarray(0, at);
    case 1:
      return splice(few);
    case 2:
      return splice(1, Buffer.from([(text[at] ?? 0) ^ (1 << random.below(8))]));
    case 3:
      return splice(1, Buffer.from([random.pick(oddBytes)]));
    case 4:
      return splice(0, Buffer.from([random.pick(oddBytes)]));
    case 5:
      return splice(0, random.pick(pieces));
    case 6:
      return splice(0, text.subarray(at, at + few));
    case 7:
      return splice(few, random.pick(pieces));
    default:
      return splice(1, Buffer.from([random.below(256)]));
  }
}
