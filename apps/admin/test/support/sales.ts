import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A sale that is clean. */
export function sale(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    transaction_id: 'T0001',
    date: '2025-03-14',
    store_id: 'S001',
    store_name: 'North',
    city: 'Aarhus',
    product_id: 'P001',
    product_name: 'Lamp',
    category: 'Home',
    customer_id: 'C001',
    customer_name: 'Ada',
    quantity_sold: 2,
    unit_price: 10.5,
    total_amount: 21,
    payment_method: 'Cash',
    ...fields,
  };
}

/** Writes sales as NDJSON and returns the file's path. */
export function writeSales(folder: string, name: string, rows: readonly unknown[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
  return path;
}

/** Five rows: two clean ones, one the same as another, one with two faults, one that is no JSON. */
export const mixedRows: readonly unknown[] = [
  sale(),
  sale({ transaction_id: 'T0002', unit_price: '1,000.00', quantity_sold: 1, total_amount: 1000 }),
  sale(),
  sale({ transaction_id: 'T0003', date: '2025-02-30', unit_price: 'FREE' }),
  '{"transaction_id": "T0004", oops',
];
