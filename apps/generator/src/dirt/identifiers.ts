import { quote } from '../line/draft.ts';
import type { Random } from '../random/random.ts';
import { type Dirt, dirt } from './dirt.ts';

const memberIds = ['store_id', 'product_id', 'customer_id'] as const;
const allIds = ['transaction_id', ...memberIds] as const;

/** Numbers that nothing else uses as ids; there are only a few, so that they do not swell the dimensions. */
const firstNumericId = { store_id: 9001, product_id: 70_001, customer_id: 5_000_001 };
const numericIdCount = 8;
const notIds = ['true', 'false', '[]', '["S001"]', '{}', '{"id": "S001"}', '1.5', '12.34e1', '1e-3'];
const tooLong = ['9'.repeat(129), 'X'.repeat(2000), 'é'.repeat(65)];

/** Identifiers of other types, cases and lengths. */
export const identifiers: readonly Dirt[] = [
  ...memberIds.map((field) =>
    dirt(`${field}_lower_cased`, `\`${field}\` is in lower case`, {
      repairs: [`${field}_upper_cased`],
      apply: ({ tokens, clean }) => tokens.set(field, quote(clean[field].toLowerCase())),
    }),
  ),
  dirt(
    'customer_id_beyond_ascii',
    '`customer_id` has a letter beyond ASCII: only a to z are put in upper case',
    {
      cards: 1,
      repairs: ['customer_id_upper_cased'],
      apply({ tokens, clean }, random) {
        const id = random.pick(['cß0001', 'cé0002', 'cı0003']);
        tokens.set('customer_id', quote(id));
        clean.customer_id = `C${id.slice(1)}`;
      },
    },
  ),
  dirt(
    'transaction_id_as_number',
    '`transaction_id` is a JSON number, also beyond 2^53 or with an exponent',
    {
      cards: 3,
      repairs: ['transaction_id_reformatted'],
      apply({ tokens, clean, number }, random) {
        // Of 10, 13, 18 or 22 digits: never the 8 or 16 of other ids, and of each kind one a row.
        const short = 10n ** 9n + BigInt(number);
        const digits = `${random.pick([short, 10n ** 17n + short, 10n ** 21n + short])}`;
        const [token, id] = random.pick([
          [digits, digits],
          [`${digits}.0`, digits],
          [`${short}e3`, `${short}000`],
        ] as const);
        tokens.set('transaction_id', token);
        clean.transaction_id = id;
      },
    },
  ),
  ...memberIds.map((field) =>
    dirt(`${field}_as_number`, `\`${field}\` is a JSON number, also beyond 2^53 or with an exponent`, {
      repairs: [`${field}_reformatted`],
      apply({ tokens, clean }, random) {
        const { token, id } = numericId(firstNumericId[field], random);
        tokens.set(field, token);
        clean[field] = id;
        if (field === 'product_id') return;
        // Nobody ever says what these stores and customers are called.
        for (const name of field === 'store_id'
          ? (['store_name', 'city'] as const)
          : (['customer_name'] as const)) {
          tokens.set(name, 'null');
          clean[name] = null;
        }
      },
    }),
  ),
  dirt('customer_id_longest', '`customer_id` has exactly 128 bytes', {
    cards: 1,
    apply({ tokens, clean }) {
      clean.customer_id = 'C'.padEnd(128, '9');
      tokens.set('customer_id', quote(clean.customer_id));
    },
  }),
  ...allIds.map((field) =>
    dirt(`${field}_not_text`, `\`${field}\` is true, a list, an object or a number with a fraction`, {
      reasons: [`${field}_invalid`],
      apply: ({ tokens }, random) => tokens.set(field, random.pick(notIds)),
    }),
  ),
  ...allIds.map((field) =>
    dirt(`${field}_too_long`, `\`${field}\` has more than 128 bytes`, {
      cards: 1,
      reasons: [`${field}_out_of_range`],
      apply: ({ tokens }, random) => tokens.set(field, quote(random.pick(tooLong))),
    }),
  ),
];

function numericId(least: number, random: Random): { readonly token: string; readonly id: string } {
  const digits = String(least + random.below(numericIdCount));
  const beyondDoubles = `${2n ** 53n + 1n + BigInt(random.below(numericIdCount))}`;
  return random.pick([
    { token: digits, id: digits },
    { token: `${digits}.0`, id: digits },
    { token: `${digits[0]!}.${digits.slice(1)}e${digits.length - 1}`, id: digits },
    { token: `${digits}0e-1`, id: digits },
    { token: beyondDoubles, id: beyondDoubles },
  ]);
}
