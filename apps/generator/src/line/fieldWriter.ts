import type { Market } from '../market/market.ts';
import type { Sale } from '../market/sale.ts';
import { type Target, writeDigits, writeFragment, writeHex, writePythonCents } from './bytes.ts';
import type { Tokens } from './tokens.ts';

/** Writes a field's value, without quotes, and returns the position after; the field is its place in the contract. */
export type FieldWriter = (field: number, sale: Sale, target: Target, at: number) => number;

/** Gives the writer of clean values. */
export function fieldWriter(market: Market, tokens: Tokens, shortId: boolean): FieldWriter {
  return writeField;

  function writeField(field: number, sale: Sale, target: Target, at: number): number {
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

  function writeCustomerName(sale: Sale, target: Target, at: number): number {
    const { customers } = market;
    const { customer, customerVersion } = sale;
    at = writeFragment(target, at, tokens.firstNames, customers.firstName(customer));
    target.bytes[at++] = 32;
    at = writeFragment(target, at, tokens.lastNames, customers.lastName(customer, customerVersion));
    if (!customers.numbered) return at;
    target.bytes[at++] = 32;
    return writeDigits(target, at, customer + 1, 1);
  }
}

export function writeId(sale: Sale, target: Target, at: number, shortId: boolean): number {
  if (!shortId) at = writeHex(target, at, sale.idHigh);
  return writeHex(target, at, sale.idLow);
}

export function writeMember(
  target: Target,
  at: number,
  members: { readonly letter: string; readonly digits: number },
  member: number,
): number {
  target.bytes[at++] = members.letter.charCodeAt(0);
  return writeDigits(target, at, member + 1, members.digits);
}
