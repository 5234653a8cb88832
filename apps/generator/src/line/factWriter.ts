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
