import { renderCents } from '@sales/schema';
import { type Draft, quote, reprice } from '../line/draft.ts';
import type { Random } from '../random/random.ts';
import { type Dirt, dirt } from './dirt.ts';

const words = [
  '$',
  '12,34.50',
  '1,2345.00',
  ',123.00',
  '1.234,56',
  '5 USD',
  '€5',
  '1.2.3',
  '$-5.00',
  'n/a',
  '19.99.',
  '0x13',
];
const notNumbers = ['true', 'false', '[]', '[19.99]', '{}', '{"amount": 19.99}'];

const notPositive = [
  '0',
  '0.0',
  '-0',
  '0.004',
  '1e-400',
  '-19.99',
  '"0.00"',
  '"-$19.99"',
  '"-1,234.00"',
  '0.00499999999999999999',
];
const tooLarge = ['100000000', '1e12', '"$100,000,000.00"', '99999999.995', '1e400'];

/** Prices as text, with more decimals than cents have, and prices that are none. */
export const prices: readonly Dirt[] = [
  spelled(
    'price_as_text',
    '`unit_price` is text: `"19.99"`, `"+19.99"`, `"1999e-2"`',
    ['unit_price_reformatted'],
    (draft, random) => {
      const text = renderCents(draft.clean.unitPriceCents);
      return quote(random.pick([text, `+${text}`, `0${text}`, `${draft.clean.unitPriceCents}e-2`]));
    },
  ),
  spelled(
    'price_with_dollar',
    '`unit_price` is text with a `$`',
    ['unit_price_reformatted'],
    (draft, random) => {
      const text = renderCents(draft.clean.unitPriceCents);
      return quote(random.pick([`$${text}`, `+$${text}`, `$${text}0`]));
    },
  ),
  spelled(
    'price_with_commas',
    '`unit_price` is text with a grouping comma',
    ['unit_price_reformatted'],
    (draft, random) => withCommas(draft, 100_000n, random),
  ),
  {
    ...spelled(
      'price_in_millions',
      '`unit_price` is text with several grouping commas',
      ['unit_price_reformatted'],
      (draft, random) => withCommas(draft, 123_456_700n, random),
    ),
    where: ['hostile'],
  },
  spelled(
    'price_padded',
    '`unit_price` is text with blanks around it',
    ['unit_price_trimmed', 'unit_price_reformatted'],
    (draft) => quote(`\u00a0${renderCents(draft.clean.unitPriceCents)} `),
  ),
  spelled('price_half_cent', '`unit_price` has half a cent: rounded up', ['unit_price_rounded'], (draft) =>
    roundedUp(draft, '5'),
  ),
  spelled(
    'price_half_cent_as_text',
    '`unit_price` is text with half a cent: rounded up',
    ['unit_price_rounded', 'unit_price_reformatted'],
    (draft) => quote(`$${roundedUp(draft, '5')}`),
  ),
  spelled(
    'price_with_many_decimals',
    '`unit_price` has more decimals than a float can tell apart',
    ['unit_price_rounded'],
    (draft, random) => {
      const up = random.pick([
        '5000000000000000000001',
        '50000000000000000000000000000000000000009',
        '999999999999999999999999',
      ]);
      if (random.below(2) === 0) return roundedUp(draft, up);
      return (
        renderCents(draft.clean.unitPriceCents) +
        random.pick(['4999999999999999999999', '00000000000000000000000000000000001'])
      );
    },
  ),
  spelled(
    'price_with_zeros',
    '`unit_price` has more decimals, all zero: nothing is rounded',
    [],
    (draft, random) => renderCents(draft.clean.unitPriceCents) + random.pick(['0', '00000', '0'.repeat(30)]),
  ),
  spelled(
    'price_with_exponent',
    '`unit_price` is a number such as `1999e-2`',
    [],
    ({ clean: { unitPriceCents: cents } }, random) =>
      random.pick([`${cents}e-2`, `${cents}0E-3`, `0.${cents}e${`${cents}`.length - 2}`]),
  ),
  dirt('price_smallest', '`unit_price` is 0.01', {
    cards: 1,
    apply: (draft) => reprice(draft, { priceCents: 1n }),
  }),
  dirt('price_largest', '`unit_price` is 99,999,999.99', {
    cards: 1,
    where: ['hostile'],
    apply: (draft) => reprice(draft, { priceCents: 9_999_999_999n }),
  }),
  wrong('free_price', '`unit_price` is the word `FREE`', 'invalid', ['"FREE"'], {
    cards: 8,
    where: ['classic', 'plain', 'hostile'],
  }),
  wrong('price_in_words', '`unit_price` is text that is no amount', 'invalid', words.map(quote), {
    cards: 4,
  }),
  wrong('price_not_number', '`unit_price` is true, a list or an object', 'invalid', notNumbers),
  wrong('price_not_positive', '`unit_price` is below half a cent', 'not_positive', notPositive),
  wrong('price_too_large', '`unit_price` is above 99,999,999.99', 'out_of_range', tooLarge),
];

/** A price that is read, written as `render` says, after it changed the draft. */
function spelled(
  name: string,
  description: string,
  repairs: readonly string[],
  render: (draft: Draft, random: Random) => string,
): Dirt {
  return dirt(name, description, {
    cards: 3,
    repairs,
    apply: (draft, random) => draft.tokens.set('unit_price', render(draft, random)),
  });
}

/** Makes a price larger, so that it has thousands to group. */
function withCommas(draft: Draft, moreCents: bigint, random: Random): string {
  reprice(draft, { priceCents: draft.clean.unitPriceCents + moreCents });
  const text = renderCents(draft.clean.unitPriceCents).replaceAll(/\B(?=(\d{3})+\.)/g, ',');
  return quote(random.pick([text, `$${text}`]));
}

/** Adds decimals from half a cent on, and the cent that a reader must make of them. */
function roundedUp(draft: Draft, decimals: string): string {
  const below = draft.clean.unitPriceCents;
  reprice(draft, { priceCents: below + 1n });
  return renderCents(below) + decimals;
}

/** A price that a reader must refuse. */
function wrong(
  name: string,
  description: string,
  reason: 'not_positive' | 'invalid' | 'out_of_range',
  values: readonly string[],
  rest: { readonly cards?: number; readonly where?: Dirt['where'] } = {},
): Dirt {
  return dirt(name, description, {
    ...rest,
    reasons: [`unit_price_${reason}`],
    apply: ({ tokens }, random) => tokens.set('unit_price', random.pick(values)),
  });
}
