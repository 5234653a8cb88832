import { quote, reprice } from '../line/draft.ts';
import type { FieldName } from '../line/fields.ts';
import { type Dirt, dirt } from './dirt.ts';

const words = [
  'three',
  '3 pcs',
  '1,000',
  '0x10',
  '1_000',
  'NaN',
  'Infinity',
  '--3',
  '3.',
  '٣',
  '１',
  '3e',
  '$3',
];
const notNumbers = ['true', 'false', '[]', '[3]', '{}', '{"value": 3}'];

/** Quantities as text, with fractions and exponents, and quantities that are none. */
export const quantities: readonly Dirt[] = [
  dirt('quantity_as_text', '`quantity_sold` is text: `"3"`, `"+3"`, `"03"`, `"3.0"`, `"30e-1"`', {
    cards: 5,
    repairs: ['quantity_sold_reformatted'],
    apply({ tokens, clean: { quantity_sold: n } }, random) {
      tokens.set(
        'quantity_sold',
        quote(random.pick([`${n}`, `+${n}`, `0${n}`, `${n}.0`, `${n}0e-1`, `${n}E+0`])),
      );
    },
  }),
  dirt('quantity_as_decimal', '`quantity_sold` is a number such as `3.0`, `3e0` or `30e-1`', {
    cards: 4,
    apply({ tokens, clean: { quantity_sold: n } }, random) {
      tokens.set(
        'quantity_sold',
        random.pick([`${n}.0`, `${n}.000`, `${n}e0`, `${n}E+00`, `${n}0e-1`, `0.${n}e${`${n}`.length}`]),
      );
    },
  }),
  dirt('quantity_padded', '`quantity_sold` is text with blanks around it', {
    repairs: ['quantity_sold_trimmed', 'quantity_sold_reformatted'],
    apply: ({ tokens, clean }) => tokens.set('quantity_sold', quote(` ${clean.quantity_sold}\u00a0`)),
  }),
  dirt('quantity_largest', '`quantity_sold` is 1,000,000, at a cent each', {
    cards: 1,
    apply: (draft) => reprice(draft, { quantity: 1_000_000, priceCents: 1n }),
  }),
  wrong('negative_quantity', '`quantity_sold` is -5', 'not_positive', ['-5'], {
    cards: 8,
    where: ['classic', 'plain', 'hostile'],
  }),
  wrong('quantity_not_positive', '`quantity_sold` is zero or less', 'not_positive', [
    '0',
    '-0',
    '0.0',
    '-1',
    '"-5"',
    '"0"',
    '-1e3',
  ]),
  wrong('quantity_in_words', '`quantity_sold` is text that is no number', 'invalid', words.map(quote), {
    cards: 4,
  }),
  wrong('quantity_with_fraction', '`quantity_sold` is no whole number', 'invalid', [
    '2.5',
    '"0.5"',
    '25e-1',
    '1e-400',
    '".5"',
  ]),
  wrong('quantity_not_number', '`quantity_sold` is true, a list or an object', 'invalid', notNumbers),
  wrong('quantity_too_large', '`quantity_sold` is above 1,000,000', 'out_of_range', [
    '1000001',
    '1e10',
    '"2000000"',
    '4294967297',
    '1e400',
  ]),
];

/** A quantity that a reader must refuse. */
function wrong(
  name: string,
  description: string,
  reason: 'not_positive' | 'invalid' | 'out_of_range',
  values: readonly string[],
  rest: { readonly cards?: number; readonly where?: Dirt['where'] } = {},
): Dirt {
  const field: FieldName = 'quantity_sold';
  return dirt(name, description, {
    ...rest,
    reasons: [`${field}_${reason}`],
    apply: ({ tokens }, random) => tokens.set(field, random.pick(values)),
  });
}
