import { renderCents } from '@sales/schema';
import { type CleanSale, type Sale, totalCents } from '../market/sale.ts';
import type { FieldName } from './fields.ts';

/** A member of a JSON object: the key's name and the value as JSON text. */
export interface Pair {
  readonly name: string;
  readonly token: string;
}

/** Stands for the value of a field that the line does not have. */
export const absent = '';

/** A row in the making: how its line differs from a clean one, and what a reader must make of it. */
export interface Draft {
  /** The row's number: no two rows have the same. */
  readonly number: number;
  readonly sale: Sale;
  readonly clean: CleanSale;
  /** Values as JSON text, or `absent`, of the fields that are not written as they are in a clean line. */
  readonly tokens: Map<FieldName, string>;
  /** Keys that are spelled in an unusual way, with their quotes. */
  readonly keys: Map<FieldName, string>;
  /** What stands before and after the fields. */
  readonly before: Pair[];
  readonly after: Pair[];
  /** Turns the finished line into what is written in its place; leaves nothing to chance any more. */
  reshape?: (line: string) => string | Buffer;
}

/** Drafts a sale without any dirt. */
export function draftSale(sale: Sale, clean: CleanSale, number: number): Draft {
  return { number, sale, clean, tokens: new Map(), keys: new Map(), before: [], after: [] };
}

const needsNoEscape = /^[ !#-[\]-~]*$/;

/** Renders text as a JSON string; most texts need nothing but the quotes. */
export function quote(text: string): string {
  return needsNoEscape.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Renders cents as Python writes a float: `19.9`, `5.0`. */
function pythonCents(cents: bigint): string {
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
