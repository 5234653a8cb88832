import { renderCents } from '@sales/schema';
import { dayTexts } from '../market/calendar.ts';
import { type CleanSale, totalCents } from '../market/sale.ts';
import type { FieldName } from './fields.ts';
import type { Layout } from './layout.ts';

/** A member of a JSON object: the key's name and the value as JSON text. */
export interface Pair {
  readonly name: string;
  readonly token: string;
}

/** A row in the making: what its line says, field by field, and what a reader must make of it. */
export interface Draft {
  /** The row's number: no two rows have the same. */
  readonly number: number;
  readonly clean: CleanSale;
  /** The values as JSON text; a field that is not there is absent from the line. */
  readonly tokens: Map<FieldName, string>;
  /** Keys that are spelled in an unusual way, with their quotes. */
  readonly keys: Map<FieldName, string>;
  /** What stands before and after the fields. */
  readonly before: Pair[];
  readonly after: Pair[];
  /** Turns the finished line into what is written in its place. */
  reshape?: (line: string) => string | Buffer;
}

/** Drafts a sale without any dirt; it has all its texts. Only names can hold what JSON escapes. */
export function draftSale(clean: CleanSale, number: number): Draft {
  const tokens = new Map<FieldName, string>([
    ['transaction_id', `"${clean.transaction_id}"`],
    ['date', `"${dayTexts[clean.day]!}"`],
    ['store_id', `"${clean.store_id}"`],
    ['store_name', quote(clean.store_name!)],
    ['city', quote(clean.city!)],
    ['product_id', `"${clean.product_id}"`],
    ['product_name', quote(clean.product_name!)],
    ['category', `"${clean.category!}"`],
    ['customer_id', `"${clean.customer_id}"`],
    ['customer_name', quote(clean.customer_name!)],
    ['quantity_sold', String(clean.quantity_sold)],
    ['unit_price', pythonCents(clean.unitPriceCents)],
    ['total_amount', pythonCents(totalCents(clean))],
    ['payment_method', `"${clean.payment_method!}"`],
  ]);
  return { number, clean, tokens, keys: new Map(), before: [], after: [] };
}

/** Copies a draft, so that the copy can be soiled and the original be used again. */
export function copyDraft(draft: Draft): Draft {
  return {
    ...draft,
    clean: { ...draft.clean },
    tokens: new Map(draft.tokens),
    keys: new Map(),
    before: [],
    after: [],
  };
}

const needsNoEscape = /^[ !#-[\]-~]*$/;

/** Renders text as a JSON string; most texts need nothing but the quotes. */
export function quote(text: string): string {
  return needsNoEscape.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Renders cents as Python writes a float: `19.9`, `5.0`. */
export function pythonCents(cents: bigint): string {
  const text = renderCents(cents);
  return text.endsWith('0') ? text.slice(0, -1) : text;
}

/** Gives a draft another quantity or price, and the total that follows. */
export function reprice(draft: Draft, change: { quantity?: number; priceCents?: bigint }): void {
  const { clean, tokens } = draft;
  if (change.quantity !== undefined) {
    clean.quantity_sold = change.quantity;
    tokens.set('quantity_sold', String(change.quantity));
  }
  if (change.priceCents !== undefined) {
    clean.unitPriceCents = change.priceCents;
    tokens.set('unit_price', pythonCents(change.priceCents));
  }
  tokens.set('total_amount', pythonCents(totalCents(clean)));
}

/** Renders a draft in its file's layout. */
export function renderDraft(draft: Draft, layout: Layout): string | Buffer {
  const { tokens, keys, before, after } = draft;
  const { comma, colon } = layout;
  let members = '';
  for (const { name, token } of before) members += `${comma}${quote(name)}${colon}${token}`;
  for (const name of layout.order) {
    const token = tokens.get(name);
    if (token !== undefined) members += `${comma}${keys.get(name) ?? layout.keys[name]}${colon}${token}`;
  }
  for (const { name, token } of after) members += `${comma}${quote(name)}${colon}${token}`;
  const line = `{${members.slice(comma.length)}}`;
  return draft.reshape === undefined ? line : draft.reshape(line);
}
