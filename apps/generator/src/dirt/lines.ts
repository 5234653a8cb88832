import { type Dirt, dirt } from './dirt.ts';

const badBytes = [
  [0xff],
  [0xe9], // é in Latin-1
  [0xc3], // the first byte of two
  [0x80], // a continuation without a start
  [0xc0, 0xaf], // an overlong slash
  [0xed, 0xa0, 0x80], // half a surrogate pair
  [0xf4, 0x90, 0x80, 0x80], // beyond U+10FFFF
].map((bytes) => Buffer.from(bytes));

const nonsense = [
  '{',
  '}',
  '<html><body>502 Bad Gateway</body></html>',
  'NULL',
  '{}}',
  '{"a" 1}',
  '{"a": 1,}',
  '{,}',
  'undefined',
];
const badNumbers = ['NaN', 'Infinity', '019.99', '19.', '.99', '+19.99', 'None', '0x13', '1e', '19.99.5'];
const badStrings = ['"tab\there"', '"\\x41"', '"\\u12G4"', '"open', "'single'", '"a" "b"', '"\u0001"'];
const notObjects = [
  'null',
  '42',
  '-1.5e3',
  '"text"',
  '""',
  'true',
  '[]',
  '[{"transaction_id": "1"}]',
  `${'['.repeat(50)}${']'.repeat(50)}`,
];

/** Lines that are no row, or no row that can be read. */
export const lines: readonly Dirt[] = [
  dirt('malformed_line', 'the line is no JSON: stray commas, quotes and brackets, two objects', {
    cards: 4,
    isLoose: true,
    reasons: ['malformed_json'],
    apply(draft, random) {
      const other = random.pick(nonsense);
      draft.reshape = random.pick([
        (line: string) => line.replace(/\}$/, ',}'),
        (line: string) => `${line}}`,
        (line: string) => line + line,
        (line: string) => `${line},`,
        (line: string) => line.replaceAll('"', "'"),
        (line: string) => line.replace(/^\{/, '{/* sale */'),
        () => other,
      ]);
    },
  }),
  dirt('truncated_line', 'the line ends too early', {
    cards: 3,
    isLoose: true,
    reasons: ['malformed_json'],
    apply(draft, random) {
      const share = random.share();
      draft.reshape = (line) => line.slice(0, 1 + Math.floor(share * (line.length - 1)));
    },
  }),
  dirt('malformed_number', 'a number that JSON does not allow: `NaN`, `019.99`, `None`', {
    isLoose: true,
    reasons: ['malformed_json'],
    apply: ({ tokens }, random) => tokens.set('unit_price', random.pick(badNumbers)),
  }),
  dirt('malformed_string', 'a string that JSON does not allow: control characters, unknown escapes', {
    isLoose: true,
    reasons: ['malformed_json'],
    apply: ({ tokens }, random) => tokens.set('customer_name', random.pick(badStrings)),
  }),
  dirt('not_an_object', 'the line is JSON, but a number, text, a list or null', {
    cards: 4,
    reasons: ['not_an_object'],
    apply(draft, random) {
      const text = random.pick(notObjects);
      draft.reshape = () => text;
    },
  }),
  dirt('invalid_utf8', 'the line has bytes that are no UTF-8', {
    cards: 4,
    isLoose: true,
    reasons: ['invalid_utf8'],
    apply(draft, random) {
      const bytes = random.pick(badBytes);
      const share = random.share();
      draft.reshape = (line) => insertBytes(line, bytes, share);
    },
  }),
  dirt('blank_line', 'the line is empty or has only blanks and tabs: it is no row', {
    isLoose: true,
    outcome: 'none',
    apply(draft, random) {
      const text = random.pick(['', ' ', '\t  ', '\r']);
      draft.reshape = () => text;
    },
  }),
  dirt('padded_line', 'the line has blanks and tabs around the object', {
    apply(draft) {
      draft.reshape = (line) => `  ${line} \t`;
    },
  }),
];

/** Puts the bytes between two characters: wherever that is, the line is no UTF-8 any more. */
function insertBytes(line: string, bytes: Buffer, share: number): Buffer {
  const characters = Array.from(line);
  const at = Math.floor(share * (characters.length + 1));
  const head = Buffer.from(characters.slice(0, at).join(''));
  return Buffer.concat([head, bytes, Buffer.from(characters.slice(at).join(''))]);
}
