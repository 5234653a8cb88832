import {
  date,
  defineContract,
  definePipeline,
  defineStar,
  id,
  integer,
  money,
  openEnum,
  product,
  type RawRow,
  text,
} from '@sales/etl-core';

/** The orders of some web shops, one row a line of an order. */
export const webOrders = defineContract({
  name: 'web_orders',
  version: 1,
  fields: {
    order_id: id({ upperCase: true }),
    ordered_on: date({ min: '2020-01-01' }),
    site: id({ maxBytes: 64 }),
    country: text({ maxBytes: 64 }),
    shopper_id: id(),
    shopper_name: text(),
    sku: id({ upperCase: true, maxBytes: 32 }),
    title: text(),
    department: openEnum(['Garden', 'Kitchen', 'Office']),
    // What comes back is an order of fewer than no units.
    units: integer({ min: -1000, max: 1000 }),
    price: money({ minCents: 0n, maxCents: 10_000_00n }),
    amount: product({ quantity: 'units', price: 'price', toleranceCents: 0n }),
    discount: money({ minCents: 0n, maxCents: 10_000_00n, required: false }),
    channel: openEnum(['Web', 'App', 'Phone'], {
      aliases: { App: ['ios', 'android'], Web: ['browser', 'www'] },
    }),
  },
  businessKey: ['order_id', 'sku'],
});

/** A row as the shops deliver it. */
export type RawOrder = RawRow<typeof webOrders>;

const star = defineStar({
  contract: webOrders,
  fact: {
    table: 'fact_orders',
    columns: [
      'order_id',
      'ordered_on',
      'site',
      'shopper_id',
      'sku',
      'units',
      'price',
      'amount',
      'discount',
      'channel',
    ],
    measure: 'amount',
    date: 'ordered_on',
  },
  dimensions: [
    { table: 'dim_site', key: 'site', attributes: ['country'] },
    { table: 'dim_item', key: 'sku', attributes: ['title', 'department'] },
    { table: 'dim_shopper', key: 'shopper_id', attributes: ['shopper_name'] },
  ],
});

/** Takes orders from files to the star; one row in twenty may be refused before a batch counts as partial. */
export const webOrdersPipeline = definePipeline({ star, partialAbove: 0.05 });
