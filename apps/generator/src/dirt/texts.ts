import { salesContract } from '@sales/schema';
import { quote } from '../line/draft.ts';
import { escapeUnit } from '../line/escape.ts';
import type { Random } from '../random/random.ts';
import { type Dirt, dirt } from './dirt.ts';
import { optionalFields } from './missing.ts';

const enumFields = ['category', 'payment_method'] as const;
const paddedFields = ['transaction_id', 'store_id', 'product_id', 'customer_id', ...optionalFields] as const;

const pads = [' ', '   ', '\t', '\u00a0', ' \u00a0\t', '\r\n', '\v\f'];
const notTexts = ['42', '0', 'true', '[]', '["Downtown"]', '{}', '{"en": "Downtown"}'];
/** The last ones look known to a reader that folds more than ASCII. */
const unknownValues = {
  category: ['Pet Supplies', 'Garden', 'Stationery', 'Boo\u212as', 'Toy\u017f'],
  payment_method: ['Crypto', 'Cheque', 'Store Credit', 'Ca\u017fh', 'UP\u0130'],
};
const paired = ['Ana 😀 Lima', '𝒵oe Ωmega', '👩‍👩‍👧 Family'];
const loneSurrogates = ['Lost \ud83d half', '\udc00 Low First', 'Swapped \ude00\ud83d'];
const awkward = [
  'Line\nBreak',
  'Say "hi", twice',
  'C:\\path\\name',
  'back\\',
  "Robert'); DROP TABLE--",
  '=1+1',
  'null',
];
const wideSpaces = ['\u2003Ana Lima\u2003', '\ufeffAna Lima', 'Ana Lima\u200b', '\u3000Ana Lima'];

/** Text and open enumerations in unusual spellings, and what is no text. */
export const texts: readonly Dirt[] = [
  ...paddedFields.map((field) =>
    dirt(`${field}_padded`, `\`${field}\` has blanks, tabs, line ends or no-break spaces around it`, {
      repairs: [`${field}_trimmed`],
      apply: ({ tokens, clean }, random) => tokens.set(field, quote(pad(clean[field]!, random))),
    }),
  ),
  ...enumFields.map((field) =>
    dirt(`${field}_in_other_case`, `\`${field}\` is in other capitals`, {
      cards: 4,
      repairs: [`${field}_canonicalised`],
      apply: ({ tokens, clean }, random) => tokens.set(field, quote(otherCase(clean[field]!, random))),
    }),
  ),
  ...enumFields.map((field) =>
    dirt(
      `${field}_alias`,
      `\`${field}\` is another name of the value, or in other capitals where it has none`,
      {
        cards: 4,
        repairs: [`${field}_canonicalised`],
        apply({ tokens, clean }, random) {
          const aliases: Readonly<Record<string, readonly string[]>> = salesContract.fields[field].aliases;
          const names = aliases[clean[field]!];
          tokens.set(
            field,
            quote(names === undefined ? otherCase(clean[field]!, random) : random.pick(names)),
          );
        },
      },
    ),
  ),
  ...enumFields.map((field) =>
    dirt(`${field}_unknown`, `\`${field}\` is no known value; it is kept`, {
      repairs: [`${field}_unknown`],
      apply({ tokens, clean }, random) {
        clean[field] = random.pick(unknownValues[field]);
        tokens.set(field, quote(clean[field]));
      },
    }),
  ),
  ...optionalFields.map((field) =>
    dirt(`${field}_not_text`, `\`${field}\` is a number, true, a list or an object`, {
      cards: 1,
      reasons: [`${field}_invalid`],
      apply: ({ tokens }, random) => tokens.set(field, random.pick(notTexts)),
    }),
  ),
  ...optionalFields.map((field) => {
    const { maxBytes } = salesContract.fields[field];
    return dirt(`${field}_too_long`, `\`${field}\` has more than ${maxBytes} bytes`, {
      cards: 1,
      reasons: [`${field}_out_of_range`],
      apply: ({ tokens }, random) =>
        tokens.set(
          field,
          quote(random.below(2) === 0 ? 'x'.repeat(maxBytes + 1) : 'é'.repeat(maxBytes / 2 + 1)),
        ),
    });
  }),
  dirt('escaped_text', 'every character of the ids and names is written as `\\uXXXX`', {
    apply({ tokens, clean }) {
      for (const field of ['transaction_id', 'store_id', 'store_name', 'city', 'customer_name'] as const)
        tokens.set(
          field,
          `"${Array.from({ length: clean[field]!.length }, (_, i) => escapeUnit(clean[field]![i]!)).join('')}"`,
        );
    },
  }),
  named(
    'surrogate_pairs',
    'emoji and letters beyond 16 bits, as UTF-8 or as two `\\uXXXX`',
    paired,
    (text, random) =>
      random.below(2) === 0 ? quote(text) : `"${text.replaceAll(/[\ud800-\udfff]/g, escapeUnit)}"`,
  ),
  named('lone_surrogate', 'half a surrogate pair as `\\uXXXX`; it becomes U+FFFD', loneSurrogates, quote),
  named('awkward_text', 'line ends, quotes, backslashes, formulas and SQL inside a name', awkward, quote),
  named('wide_spaces', 'spaces that are not trimmed: U+2003, U+3000, U+200B, U+FEFF', wideSpaces, quote),
];

/** A customer with one of a few names that are hard to read. */
function named(
  name: string,
  description: string,
  names: readonly string[],
  render: (text: string, random: Random) => string,
): Dirt {
  return dirt(name, description, {
    cards: 1,
    apply({ tokens, clean }, random) {
      const text = random.pick(names);
      tokens.set('customer_name', render(text, random));
      clean.customer_name = text.toWellFormed();
    },
  });
}

function pad(text: string, random: Random): string {
  const [one, other] = [random.pick(pads), random.pick(['', ...pads])];
  return random.below(2) === 0 ? one + text + other : other + text + one;
}

function otherCase(text: string, random: Random): string {
  const upper = text.toUpperCase();
  return upper === text || random.below(2) === 0 ? text.toLowerCase() : upper;
}
