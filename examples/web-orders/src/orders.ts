import type { RawOrder } from './webOrders.ts';

const sites = [
  { site: 'north.example', country: 'Norway' },
  { site: 'south.example', country: 'Portugal' },
  { site: 'west.example', country: 'Ireland' },
];

const items = [
  { sku: 'G-100', title: 'Watering can', department: 'Garden', price: '24.90' },
  { sku: 'G-101', title: 'Secateurs', department: 'Garden', price: '39.00' },
  { sku: 'K-200', title: 'Bread knife', department: 'Kitchen', price: '54.50' },
  { sku: 'K-201', title: 'Spice rack, “Sörmland”', department: 'Kitchen', price: '129.95' },
  { sku: 'O-300', title: 'Desk lamp', department: 'Office', price: '89.00' },
];

const channels = ['Web', 'App', 'Phone', 'ios', 'www'];

/** Gives some orders as lines of JSON, always the same: every one of them is clean. */
export function cleanOrders(count: number): string[] {
  return Array.from({ length: count }, (_, n) => JSON.stringify(order(n)));
}

/** Gives lines that must not become rows of the fact: one of each kind. */
export function refusedLines(): string[] {
  const changed = (change: RawOrder) => JSON.stringify({ ...order(0), order_id: 'W-REFUSED', ...change });
  return [
    changed({ order_id: ' ' }),
    changed({ ordered_on: '31.12.2025' }),
    changed({ ordered_on: '1999-12-31' }),
    changed({ site: null }),
    changed({ sku: 'X'.repeat(33) }),
    changed({ units: 1.5 }),
    changed({ units: 2000, price: '-1' }),
    changed({ price: 'free' }),
    JSON.stringify(order(0)).slice(0, 40),
    JSON.stringify([order(0)]),
  ];
}

/** Gives the order of a number as a shop delivers it. */
export function order(n: number): RawOrder {
  const { price, ...item } = items[n % items.length]!;
  const shopper = n % 17;
  return {
    order_id: `w-${String(n).padStart(5, '0')}`,
    ordered_on: `2025-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    ...sites[n % sites.length]!,
    shopper_id: `S${shopper}`,
    ...(n % 3 === 0 ? { shopper_name: `Shopper ${shopper}` } : {}),
    ...item,
    units: n % 50 === 0 ? -1 : 1 + (n % 4),
    price: n % 2 === 0 ? price : `$${price}`,
    ...(n % 10 === 0 ? { discount: 5 } : {}),
    channel: channels[n % channels.length]!,
    ...(n % 100 === 0 ? { coupon: 'SPRING' } : {}),
  };
}
