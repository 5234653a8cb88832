import { dayTexts } from '../market/calendar.ts';
import type { Market } from '../market/market.ts';
import { packFragments, writeCents, writeDigits, writeFragment } from './bytes.ts';
import { writeId, writeMember } from './fieldWriter.ts';
import type { SaleWriter } from './lineWriter.ts';

/** Gives the writer of the facts that the clean lines become, as the truth digests them. */
export function factWriter(market: Market, shortId: boolean): SaleWriter {
  const days = packFragments(dayTexts);
  const payments = packFragments(market.payments);
  const tab = 9;
  return (sale, target, start) => {
    let at = writeId(sale, target, start, shortId);
    target.bytes[at++] = tab;
    at = writeFragment(target, at, days, sale.day);
    target.bytes[at++] = tab;
    at = writeMember(target, at, market.stores, sale.store);
    target.bytes[at++] = tab;
    at = writeMember(target, at, market.products, sale.product);
    target.bytes[at++] = tab;
    at = writeMember(target, at, market.customers, sale.customer);
    target.bytes[at++] = tab;
    at = writeDigits(target, at, sale.quantity, 1);
    target.bytes[at++] = tab;
    at = writeCents(target, at, sale.priceCents);
    target.bytes[at++] = tab;
    at = writeCents(target, at, sale.quantity * sale.priceCents);
    target.bytes[at++] = tab;
    return writeFragment(target, at, payments, sale.payment);
  };
}
