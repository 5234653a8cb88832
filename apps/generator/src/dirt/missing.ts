import { absent, type Draft } from '../line/draft.ts';
import { type FieldName, fieldNames } from '../line/fields.ts';
import type { Random } from '../random/random.ts';
import { type Dirt, dirt } from './dirt.ts';

const blanks = ['null', '""', '"   "', '"\\t\\r\\n"', '"\u00a0"', '"\\u00a0 \\u000b\\f"'];

const requiredFields = [
  'transaction_id',
  'date',
  'store_id',
  'product_id',
  'customer_id',
  'quantity_sold',
  'unit_price',
] as const satisfies readonly FieldName[];

export const optionalFields = [
  'store_name',
  'city',
  'product_name',
  'category',
  'customer_name',
  'payment_method',
] as const satisfies readonly FieldName[];

/** Fields that are absent, null or blank. */
export const missing: readonly Dirt[] = [
  ...requiredFields.map((field) =>
    dirt(`${field}_missing`, `\`${field}\` is absent, null or blank`, {
      reasons: [`missing_${field}`],
      apply: (draft, random) => takeAway(draft, field, random),
    }),
  ),
  ...optionalFields.map((field) =>
    dirt(`${field}_missing`, `\`${field}\` is absent, null or blank`, {
      apply(draft, random) {
        takeAway(draft, field, random);
        draft.clean[field] = null;
      },
    }),
  ),
  dirt('total_missing', '`total_amount` is absent, null or blank; it is derived without a word', {
    apply: (draft, random) => takeAway(draft, 'total_amount', random),
  }),
  dirt('null_name', 'the name of the store, the product or the customer is null', {
    cards: 8,
    where: ['classic', 'plain', 'hostile'],
    apply(draft, random) {
      const field = random.pick(['store_name', 'product_name', 'customer_name'] as const);
      draft.tokens.set(field, 'null');
      draft.clean[field] = null;
    },
  }),
  dirt('empty_object', 'the line is `{}`', {
    cards: 1,
    reasons: requiredFields.map((field) => `missing_${field}`),
    apply({ tokens }) {
      for (const field of fieldNames) tokens.set(field, absent);
    },
  }),
];

function takeAway(draft: Draft, field: FieldName, random: Random): void {
  if (random.below(4) === 0) draft.tokens.set(field, absent);
  else draft.tokens.set(field, random.pick(blanks));
}
