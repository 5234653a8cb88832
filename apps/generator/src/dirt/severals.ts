import { quote } from '../line/draft.ts';
import { dayTexts } from '../market/calendar.ts';
import { type Dirt, dirt } from './dirt.ts';

/** Rows with more than one thing to say about them. */
export const severals: readonly Dirt[] = [
  dirt('several_reasons', 'no store, a negative quantity and a price in words', {
    reasons: ['missing_store_id', 'quantity_sold_not_positive', 'unit_price_invalid'],
    apply: ({ tokens }) =>
      tokens.set('store_id', 'null').set('quantity_sold', '-5').set('unit_price', '"FREE"'),
  }),
  dirt('several_other_reasons', 'a date of no calendar, a list for a category and no customer', {
    reasons: ['date_invalid', 'category_invalid', 'missing_customer_id'],
    apply: ({ tokens }) =>
      tokens.set('date', '"2023-02-29"').set('category', '["Toys"]').set('customer_id', '"\u00a0"'),
  }),
  dirt('reasons_and_repairs', 'an id that is true, and a store in lower case: only the reason counts', {
    reasons: ['transaction_id_invalid'],
    apply: ({ tokens, clean }) =>
      tokens.set('transaction_id', 'true').set('store_id', quote(clean.store_id.toLowerCase())),
  }),
  dirt('several_repairs', 'a store in lower case with blanks, slashes in the date, text for the quantity', {
    repairs: ['date_reformatted', 'store_id_trimmed', 'store_id_upper_cased', 'quantity_sold_reformatted'],
    apply: ({ tokens, clean }) =>
      tokens
        .set('date', quote(dayTexts[clean.day]!.replaceAll('-', '/')))
        .set('store_id', quote(` ${clean.store_id.toLowerCase()} `))
        .set('quantity_sold', quote(String(clean.quantity_sold))),
  }),
  dirt('padded_other_case', 'a category with blanks around it, in lower case', {
    repairs: ['category_trimmed', 'category_canonicalised'],
    apply: ({ tokens, clean }) => tokens.set('category', quote(` ${clean.category!.toLowerCase()} `)),
  }),
];
