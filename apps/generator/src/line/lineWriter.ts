import { dayTexts } from '../market/calendar.ts';
import type { Market } from '../market/market.ts';
import type { Sale } from '../market/sale.ts';
import {
  type Fragments,
  packFragments,
  writeCents,
  writeDigits,
  writeFragment,
  writeHex,
  writePythonCents,
} from './bytes.ts';
import { fieldNames, numberFields } from './fields.ts';
import type { Layout } from './layout.ts';
import type { Tokens } from './tokens.ts';

/** Writes one sale into a buffer at a position, and returns the position after it. */
export type SaleWriter = (sale: Sale, target: Buffer, at: number) => number;

/** Gives the writer of a file's clean lines. */
export function lineWriter(market: Market, tokens: Tokens, layout: Layout, shortId: boolean): SaleWriter {
  const between = lineSkeleton(layout);
  const order = Uint8Array.from(layout.order, (name) => fieldNames.indexOf(name));
  const fieldCount = order.length;
  return (sale, target, start) => {
    let at = start;
    for (let position = 0; position < fieldCount; position++) {
      at = writeFragment(target, at, between, position);
      at = writeField(order[position]!, sale, target, at);
    }
    return writeFragment(target, at, between, fieldCount);
  };

  // By the field's place in the contract.
  function writeField(field: number, sale: Sale, target: Buffer, at: number): number {
    switch (field) {
      case 0:
        return writeId(sale, target, at, shortId);
      case 1:
        return writeFragment(target, at, tokens.days, sale.day);
      case 2:
        return writeMember(target, at, market.stores, sale.store);
      case 3:
        return writeFragment(target, at, tokens.storeNames, sale.store * 2 + sale.storeVersion);
      case 4:
        return writeFragment(target, at, tokens.cities, sale.store * 2 + sale.storeVersion);
      case 5:
        return writeMember(target, at, market.products, sale.product);
      case 6:
        return writeFragment(target, at, tokens.productNames, sale.product * 2 + sale.productVersion);
      case 7:
        return writeFragment(target, at, tokens.categories, sale.product * 2 + sale.productVersion);
      case 8:
        return writeMember(target, at, market.customers, sale.customer);
      case 9:
        return writeCustomerName(sale, target, at);
      case 10:
        return writeDigits(target, at, sale.quantity, 1);
      case 11:
        return writePythonCents(target, at, sale.priceCents);
      case 12:
        return writePythonCents(target, at, sale.quantity * sale.priceCents);
      default:
        return writeFragment(target, at, tokens.payments, sale.payment);
    }
  }

  function writeCustomerName(sale: Sale, target: Buffer, at: number): number {
    const { customers } = market;
    const { customer, customerVersion } = sale;
    at = writeFragment(target, at, tokens.firstNames, customers.firstName(customer));
    target[at++] = 32;
    at = writeFragment(target, at, tokens.lastNames, customers.lastName(customer, customerVersion));
    if (!customers.numbered) return at;
    target[at++] = 32;
    return writeDigits(target, at, customer + 1, 1);
  }
}

/** Gives the writer of the facts that the clean lines become, as the truth digests them. */
export function factWriter(market: Market, shortId: boolean): SaleWriter {
  const days = packFragments(dayTexts);
  const payments = packFragments(market.payments);
  const tab = 9;
  return (sale, target, start) => {
    let at = writeId(sale, target, start, shortId);
    target[at++] = tab;
    at = writeFragment(target, at, days, sale.day);
    target[at++] = tab;
    at = writeMember(target, at, market.stores, sale.store);
    target[at++] = tab;
    at = writeMember(target, at, market.products, sale.product);
    target[at++] = tab;
    at = writeMember(target, at, market.customers, sale.customer);
    target[at++] = tab;
    at = writeDigits(target, at, sale.quantity, 1);
    target[at++] = tab;
    at = writeCents(target, at, sale.priceCents);
    target[at++] = tab;
    at = writeCents(target, at, sale.quantity * sale.priceCents);
    target[at++] = tab;
    return writeFragment(target, at, payments, sale.payment);
  };
}

/** The text around the values: with its quotes, so that every value is written bare. */
function lineSkeleton({ order, keys, comma, colon }: Layout): Fragments {
  const quote = (position: number): string => {
    const name = order[position];
    return name === undefined || numberFields.has(name) ? '' : '"';
  };
  return packFragments([
    ...order.map((name, i) => `${i === 0 ? '{' : quote(i - 1) + comma}${keys[name]}${colon}${quote(i)}`),
    `${quote(order.length - 1)}}`,
  ]);
}

function writeId(sale: Sale, target: Buffer, at: number, shortId: boolean): number {
  if (!shortId) at = writeHex(target, at, sale.idHigh);
  return writeHex(target, at, sale.idLow);
}

function writeMember(
  target: Buffer,
  at: number,
  members: { readonly letter: string; readonly digits: number },
  member: number,
): number {
  target[at++] = members.letter.charCodeAt(0);
  return writeDigits(target, at, member + 1, members.digits);
}
