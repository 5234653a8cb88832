import { type Field, renderCents, renderDay } from '@sales/schema';
import { deepValue, oddJson, oddStrings, otherValues, writeString } from './jsonText.ts';
import { numberTexts, writeJsonNumber, writeNumber } from './numberText.ts';
import type { Random } from './random.ts';

/** How a value is written: as files mostly do, so but for a character, in another way that may mean the same, or anyhow. */
export type Mood = 'plain' | 'nearly' | 'spelled' | 'wild';

const words = [
  'Porto',
  'S1',
  'P-00017',
  'C1',
  'T-1',
  'Kettle',
  'Main Street',
  'Ana Lima',
  'É',
  'São Tomé',
  '東京',
  '😀',
  'x',
];
const blanks = ['', ' ', '\t', '\u00a0', '\v', '\f', '\r', '\n', '\ufeff', '\u2003', '  '];
const oddPieces = [
  '',
  'a',
  'z',
  '{',
  '`',
  'A',
  'Z',
  '@',
  '[',
  '0',
  '9',
  '.',
  '-',
  '+',
  'e',
  'E',
  ',',
  ':',
  '"',
  '\\',
  '\\"',
  '\\n',
  '\\u0061',
  '\\u0020',
  ' ',
  '~',
  '\u007f',
  '\u0080',
  '\u00a0',
  'é',
  '😀',
  '\t',
  '\u001f',
  '\0',
  '\n',
  '\r',
];
const dates = [
  '2024-02-29',
  '2023-02-29',
  '2000-01-01',
  '1999-12-31',
  '2024-06-30',
  '2024-07-01',
  '2024-07-02',
  '1899-12-29',
  '1899-12-30',
  '1900-01-01',
  '2155-12-31',
  '2156-01-01',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2024-00-10',
  '2024-13-01',
  '2024-12-00',
  '2024-12-32',
  '2024-04-31',
  '2024-2-3',
  '2024/02/29',
  '02/29/2024',
  '29/02/2024',
  '2024-02-29T10:11',
  '2024-02-29 10:11:12.5+0100',
  '2024-02-29T10:11:12Z',
  '2024-02-29T24:00',
  '2024-02-29T',
  '20240229',
  '2024-02-2９',
  '2024-02-29 ',
  '+024-02-29',
  '2024--2-29',
  '2O24-02-29',
  '2024.02.29',
  '2024-02/29',
];

/** Writes a value of a field; the text may be no JSON. `serial` is another number for every line. */
export function writeValue(field: Field, mood: Mood, serial: number, random: Random): string {
  if (mood === 'wild') return wildValue(random);
  if (!field.required && random.once(12)) return 'null';
  if (mood === 'nearly') return nearly(plainValue(field, serial, random), random);
  return mood === 'plain' ? plainValue(field, serial, random) : spelledValue(field, serial, random);
}

/** Writes a value of a field that no contract knows. */
export function writeExtra(mood: Mood, random: Random): string {
  if (mood === 'wild') return wildValue(random);
  if (mood === 'nearly') return nearly(writeExtra('plain', random), random);
  if (mood === 'spelled') return random.once(3) ? writeJsonNumber(random) : random.pick(oddJson);
  return random.pick([
    '1',
    '0',
    '123456789012345',
    '"x"',
    '""',
    '"plain text"',
    'null',
    `"${random.digits(3)}"`,
  ]);
}

/** Replaces a character, or puts one in. */
function nearly(text: string, random: Random): string {
  const units = Array.from(text);
  const at = random.below(units.length + 1);
  return [...units.slice(0, at), random.pick(oddPieces), ...units.slice(at + random.below(2))].join('');
}

function wildValue(random: Random): string {
  if (random.once(500)) return deepValue(random);
  switch (random.below(5)) {
    case 0:
      return writeNumber(random);
    case 1:
      return random.pick(oddStrings);
    case 2:
      return random.pick(otherValues);
    case 3:
      return writeString(random.pick(numberTexts), random);
    default:
      return writeString(someText(20, 0, random), random);
  }
}

function plainValue(field: Field, serial: number, random: Random): string {
  switch (field.kind) {
    case 'id':
    case 'text':
      return JSON.stringify(plainText(field, serial, random));
    case 'enum':
      // What no list has is kept and noticed, and so never plain.
      if (field.values.length === 0 && !field.required && !random.once(60)) return 'null';
      return JSON.stringify(random.pick(field.values.length === 0 || random.once(60) ? words : field.values));
    case 'date':
      return JSON.stringify(random.once(40) ? random.pick(dates) : plainDay(random));
    case 'integer': {
      const small = Math.max(
        field.min,
        Math.min(field.max, random.pick([1, random.below(9), random.below(2_000)])),
      );
      return String(random.once(15) ? random.pick([field.min, field.max]) : small);
    }
    case 'money': {
      const small = BigInt(1 + random.below(random.pick([999, 100_000])));
      const isWithin = small >= field.minCents && small <= field.maxCents && !random.once(15);
      return plainAmount(isWithin ? small : random.pick([field.minCents, field.maxCents]), random);
    }
    case 'product':
      return 'null';
  }
}

/** Text that a rule keeps as it is, mostly; of all lengths that fit, and of those that do not by little. */
function plainText(
  field: Extract<Field, { readonly kind: 'id' | 'text' }>,
  serial: number,
  random: Random,
): string {
  const text = random.once(25)
    ? someText(field.maxBytes, serial, random)
    : trimmedText(field.maxBytes, serial, random);
  return field.kind === 'id' && field.upperCase && !random.once(60)
    ? text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase())
    : text;
}

function trimmedText(maxBytes: number, serial: number, random: Random): string {
  const text = random.pick([
    random.once(20) ? '' : random.pick(words),
    `${random.pick(['T', 'É'])}${serial}`,
    `${random.pick(words)} ${random.pick(words)}`,
    `${serial}`,
  ]);
  // Cut by characters, which are up to four bytes.
  const fitting =
    Buffer.byteLength(text) <= maxBytes ? text : text.replaceAll(/[^!-~]/g, '').slice(0, maxBytes);
  return fitting === '' && text !== '' ? 'x' : fitting;
}

function plainDay(random: Random): string {
  return `20${random.pick(['00', '19', '24'])}-0${1 + random.below(6)}-${10 + random.below(18)}`;
}

function plainAmount(cents: bigint, random: Random): string {
  const text = renderCents(cents);
  return random.once(3) ? text.replace(/\.?0+$/, '') : text;
}

function spelledValue(field: Field, serial: number, random: Random): string {
  switch (field.kind) {
    case 'id':
      if (random.once(3)) return writeJsonNumber(random);
      return writeString(padded(someText(field.maxBytes, serial, random), random), random);
    case 'text':
      return writeString(padded(someText(field.maxBytes, serial, random), random), random);
    case 'enum': {
      const spellings = [
        ...field.values,
        ...Object.values(field.aliases).flat(),
        'Garden',
        `value ${serial}`,
        'x'.repeat(field.maxBytes + random.below(3)),
      ];
      return writeString(padded(recased(random.pick(spellings), random), random), random);
    }
    case 'date':
      return writeString(
        padded(
          random.pick([
            renderDay(random.below(60_000) - 30_000),
            plainDay(random),
            random.pick(dates),
            random.pick(dates),
          ]),
          random,
        ),
        random,
      );
    default:
      return random.once(2)
        ? writeNumber(random)
        : writeString(padded(random.pick(numberTexts), random), random);
  }
}

/** Text of any length up to a little more than a field may hold, from few words or another one for each line. */
function someText(maxBytes: number, serial: number, random: Random): string {
  switch (random.below(8)) {
    case 0:
      return random.pick(['T', 't', 'ab', 'É']) + serial;
    case 1: {
      const length = random.pick([maxBytes, maxBytes - 1, maxBytes + 1, 4095, 4096, 4097, random.below(40)]);
      const most = random.once(20) ? maxBytes + 3 : Math.min(maxBytes + 1, 40);
      return random.pick(['x', 'A', 'z', 'é', '東', '😀']).repeat(Math.min(Math.max(0, length), most));
    }
    case 2:
      return `${random.pick(words)}${random.pick([' ', '-', "'", '', '|', '~', '!'])}${random.pick(words)}`;
    case 3:
      return `${serial % 10_000}`.padStart(random.below(9), random.pick(['0', 'A', 'a', '_']));
    default:
      return random.pick(words);
  }
}

function padded(text: string, random: Random): string {
  return random.once(3) ? random.pick(blanks) + text + random.pick(blanks) : text;
}

function recased(text: string, random: Random): string {
  return random.pick([text, text, text.toUpperCase(), text.toLowerCase()]);
}
