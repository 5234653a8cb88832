import { salesContract } from '@sales/schema';
import { quote, reprice } from '../line/draft.ts';
import { dayTexts } from '../market/calendar.ts';
import { type Dirt, dirt } from './dirt.ts';

/** Sales that were written before, perhaps in another file, and ids that two sales share. */
export const repeats: readonly Dirt[] = [
  dirt('duplicate', 'an earlier sale once more, word by word', {
    cards: 16,
    repeats: 'sale',
    outcome: 'duplicate',
    apply: () => undefined,
  }),
  dirt('duplicate_respelled', 'an earlier sale once more, in another spelling', {
    cards: 4,
    repeats: 'sale',
    outcome: 'duplicate',
    repairs: ['date_reformatted', 'store_id_upper_cased'],
    apply: ({ tokens, clean }) =>
      tokens
        .set('date', quote(dayTexts[clean.day]!.replaceAll('-', '/')))
        .set('store_id', quote(clean.store_id.toLowerCase())),
  }),
  dirt('corrected_quantity', 'an earlier sale with another quantity', {
    cards: 6,
    repeats: 'sale',
    outcome: 'superseded',
    apply: (draft, random) => reprice(draft, { quantity: draft.clean.quantity_sold + 1 + random.below(3) }),
  }),
  dirt('corrected_price', 'an earlier sale at another price', {
    cards: 4,
    repeats: 'sale',
    outcome: 'superseded',
    apply: (draft, random) =>
      reprice(draft, { priceCents: draft.clean.unitPriceCents + 1n + BigInt(random.below(500)) }),
  }),
  dirt('corrected_payment', 'an earlier sale with another payment method', {
    cards: 3,
    repeats: 'sale',
    outcome: 'superseded',
    apply({ tokens, clean }, random) {
      const others = salesContract.fields.payment_method.values.filter(
        (method) => method !== clean.payment_method,
      );
      clean.payment_method = random.pick(others);
      tokens.set('payment_method', quote(clean.payment_method));
    },
  }),
  dirt('corrected_name', 'an earlier sale whose customer has no name any more: the fact keeps its columns', {
    cards: 3,
    repeats: 'sale',
    outcome: 'superseded',
    apply({ tokens, clean }) {
      clean.customer_name = null;
      tokens.set('customer_name', 'null');
    },
  }),
  dirt('shared_transaction_id', 'a sale of another store or day with the transaction id of an earlier one', {
    cards: 6,
    where: ['classic', 'plain', 'hostile'],
    repeats: 'id',
    apply: () => undefined,
  }),
];
