import { dayTexts } from '../market/calendar.ts';
import type { Market } from '../market/market.ts';
import { type Members, versionCount } from '../market/members.ts';
import type { Random } from '../random/random.ts';
import { type Fragments, packFragments } from './bytes.ts';
import { escapeOften, escapeText } from './escape.ts';

/** The texts of clean lines as bytes, ready to be copied. Of a member: at its number x 2 + version. */
export interface Tokens {
  readonly days: Fragments;
  readonly storeNames: Fragments;
  readonly cities: Fragments;
  readonly productNames: Fragments;
  readonly categories: Fragments;
  readonly firstNames: Fragments;
  readonly lastNames: Fragments;
  readonly payments: Fragments;
}

/** Renders a market's texts; with a source of chance, with escapes that nothing asks for. */
export function marketTokens(market: Market, escapes?: Random): Tokens {
  const { stores, products, customers, payments } = market;
  const pack = (texts: readonly string[]) =>
    packFragments(
      texts.map((text) => (escapes === undefined ? escapeText(text) : escapeOften(text, escapes))),
    );
  return {
    days: pack(dayTexts),
    storeNames: pack(memberTexts(stores, 0)),
    cities: pack(memberTexts(stores, 1)),
    productNames: pack(memberTexts(products, 0)),
    categories: pack(memberTexts(products, 1)),
    firstNames: pack(customers.firstNames),
    lastNames: pack(customers.lastNames),
    payments: pack(payments),
  };
}

function memberTexts(members: Members, attribute: number): string[] {
  return Array.from({ length: members.count * versionCount }, (_, i) =>
    members.text(Math.floor(i / versionCount), attribute, i % versionCount),
  );
}
