import { absent, quote } from '../line/draft.ts';
import { type Dirt, dirt } from './dirt.ts';

const extras = [
  { name: 'loyalty_tier', token: '"gold"' },
  { name: 'promotion', token: '{"code": "SPRING", "tags": ["a", "b"], "off": null}' },
  { name: 'returned', token: 'false' },
  { name: 'note', token: '"}, {\\"quantity_sold\\": 7"' },
  { name: '__proto__', token: '{"quantity_sold": 7}' },
  { name: 'constructor', token: 'null' },
];

/** Keys that are new, repeated, renamed or spelled in an unusual way. */
export const keys: readonly Dirt[] = [
  dirt('extra_field', 'a field that the contract does not know, at the start or the end of the line', {
    cards: 4,
    apply({ before, after }, random) {
      (random.below(2) === 0 ? before : after).push(random.pick(extras));
    },
  }),
  dirt('repeated_key', '`quantity_sold` stands twice: the last one counts', {
    apply: ({ before }, random) =>
      before.push({
        name: 'quantity_sold',
        token: random.pick(['-5', '"many"', 'null', '7', '{"quantity_sold": 7}']),
      }),
  }),
  dirt('repeated_key_bad_last', '`quantity_sold` stands twice, and the last one is no number', {
    reasons: ['quantity_sold_invalid'],
    apply: ({ after }) => after.push({ name: 'quantity_sold', token: '"many"' }),
  }),
  dirt('escaped_key', 'a key is written with `\\uXXXX`', {
    apply: ({ keys }) => keys.set('store_id', '"store\\u005fid"').set('unit_price', '"\\u0075nit_price"'),
  }),
  dirt('renamed_key', '`customer_id` is called `Customer_ID`', {
    reasons: ['missing_customer_id'],
    apply({ tokens, after, clean }) {
      tokens.set('customer_id', absent);
      after.push({ name: 'Customer_ID', token: quote(clean.customer_id) });
    },
  }),
];
