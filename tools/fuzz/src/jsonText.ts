import type { Random } from './random.ts';

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Writes a string as JSON: as it stands where it may, or with more escapes than it needs. */
export function writeString(text: string, random: Random): string {
  const escapes = random.pick([0, 0, 0, 0, 0, 0, 12, 3, 1]);
  if (escapes === 0) return JSON.stringify(text);
  const units = Array.from({ length: text.length }, (_, index) => text[index]!);
  return `"${units.map((unit) => (random.once(escapes) ? escaped(unit, random) : plain(unit))).join('')}"`;
}

function plain(unit: string): string {
  if (unit === '"' || unit === '\\' || unit < ' ') return shortEscapes[unit] ?? hexEscape(unit);
  // Half of a pair cannot stand alone in UTF-8.
  return unit >= '\ud800' && unit <= '\udfff' ? hexEscape(unit) : unit;
}

function escaped(unit: string, random: Random): string {
  const short = shortEscapes[unit];
  if (short !== undefined && !random.once(3)) return short;
  const hex = hexEscape(unit);
  return random.once(2) ? hex : `\\u${hex.slice(2).toUpperCase()}`;
}

function hexEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Strings with an escape or a character in them that JSON does not have, or that few texts have. */
export const oddStrings: readonly string[] = [
  '"\\x41"',
  '"\\u12"',
  '"\\u12G4"',
  '"\\U0041"',
  '"\\"',
  '"\\\\"',
  '"\\\\\\"',
  '"a\\"b"',
  '"a\\/b"',
  '"\\ud83d\\ude00"',
  '"\\ud83d"',
  '"\\ude00\\ud83d"',
  '"\\ud83dx"',
  '"\\ud800\\u0041"',
  '"\\u0000"',
  '"\\u001f"',
  '"\\u0022"',
  '"\\u005c"',
  '"\\u2028"',
  '"\\ufeff"',
  '"\\u00a0"',
  '"\\u00A0 x\\u00a0"',
  '"a\tb"',
  '"a\0b"',
  '"a\u007fb"',
  '"\u0001"',
  '"\u2028"',
  '"\ufeffx"',
  '"\u00a0x"',
  '"x\u3000"',
  '"\ufffd"',
  '"😀"',
  '"e\u0301"',
  "'a'",
  '"unclosed',
  'unopened"',
  '"a" "b"',
  '"a\r"',
  '"{\\"a\\":1}"',
  '"\\v"',
  '"\\0"',
  '"\\a"',
  '"\\',
  '"\\u',
  '"\\ud83d\\u"',
];

/** Values of every kind that are neither text nor numbers, and things that are no values. */
export const otherValues: readonly string[] = [
  'null',
  'true',
  'false',
  '[]',
  '{}',
  '[1,2]',
  '[[[]]]',
  '{"a":{"b":[null]}}',
  '[12345678901234567890]',
  '{"a":1e999}',
  `"${'long '.repeat(30)}"`,
  `"${'😀'.repeat(70)}"`,
  `[${'1,'.repeat(80)}1]`,
  'nul',
  'nulll',
  'NULL',
  'nullx',
  'True',
  'undefined',
  'None',
  '',
  ' ',
  ',',
  ':',
  '[',
  ']',
  '{',
  '}',
  '[1,]',
  '[,1]',
  '{"a":1,}',
  '{a:1}',
  '{"a" 1}',
  '{1:1}',
  '[1}',
  '/*c*/1',
  '1//c',
  '\u00a0null',
  '\ufeff1',
  '\vnull',
  '\fnull',
  'null\0',
];

/** Writes lists or objects in one another, many of them deeper than a stack is, and some not closed. */
export function deepValue(random: Random): string {
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"b":', '}]'],
  ] as const);
  const depth = random.once(8) ? 20_000 : random.pick([10, 100, 1_000]);
  const inner = random.pick(['1', 'null', '12345678901234567', '"]"', '']);
  return open.repeat(depth) + inner + close.repeat(depth - random.pick([0, 0, 0, 1]));
}

/** Those of them that are JSON after all. */
export const oddJson: readonly string[] = [...oddStrings, ...otherValues].filter(isJson);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
