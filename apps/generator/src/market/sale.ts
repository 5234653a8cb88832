import { renderCents } from '@sales/schema';
import { dayTexts } from './calendar.ts';
import type { Market } from './market.ts';
import { memberId } from './members.ts';
import { renderTransactionId, type TransactionId } from './transactionId.ts';

/** A sale as small integers: indices of members, days, payment methods. One record is used for all rows. */
export interface Sale extends TransactionId {
  day: number;
  store: number;
  storeVersion: number;
  product: number;
  productVersion: number;
  customer: number;
  customerVersion: number;
  quantity: number;
  priceCents: number;
  payment: number;
}

/** A sale as a clean row: what a reader of its line must understand. */
export interface CleanSale {
  transaction_id: string;
  /** An index of the market's calendar. */
  day: number;
  store_id: string;
  store_name: string | null;
  city: string | null;
  product_id: string;
  product_name: string | null;
  category: string | null;
  customer_id: string;
  customer_name: string | null;
  quantity_sold: number;
  unitPriceCents: bigint;
  payment_method: string | null;
}

/** Makes the record that a market draws into. */
export function emptySale(): Sale {
  return {
    idHigh: 0,
    idLow: 0,
    day: 0,
    store: 0,
    storeVersion: 0,
    product: 0,
    productVersion: 0,
    customer: 0,
    customerVersion: 0,
    quantity: 0,
    priceCents: 0,
    payment: 0,
  };
}

/** Spells a sale out. */
export function cleanSale(market: Market, sale: Sale, shortId: boolean): CleanSale {
  const { stores, products, customers } = market;
  return {
    transaction_id: renderTransactionId(sale, shortId),
    day: sale.day,
    store_id: memberId(stores, sale.store),
    store_name: stores.text(sale.store, 0, sale.storeVersion),
    city: stores.text(sale.store, 1, sale.storeVersion),
    product_id: memberId(products, sale.product),
    product_name: products.text(sale.product, 0, sale.productVersion),
    category: products.text(sale.product, 1, sale.productVersion),
    customer_id: memberId(customers, sale.customer),
    customer_name: customers.text(sale.customer, 0, sale.customerVersion),
    quantity_sold: sale.quantity,
    unitPriceCents: BigInt(sale.priceCents),
    payment_method: market.payments[sale.payment]!,
  };
}

/** Gives a sale's total amount, in cents. */
export function totalCents(sale: CleanSale): bigint {
  return BigInt(sale.quantity_sold) * sale.unitPriceCents;
}

/** Renders the fields that a fact keeps, apart by tabs; amounts have two decimals. */
export function factLine(sale: CleanSale): string {
  return [
    sale.transaction_id,
    dayTexts[sale.day]!,
    sale.store_id,
    sale.product_id,
    sale.customer_id,
    sale.quantity_sold,
    renderCents(sale.unitPriceCents),
    renderCents(totalCents(sale)),
    sale.payment_method ?? '',
  ].join('\t');
}
