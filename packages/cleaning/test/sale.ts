import { salesContract } from '@sales/schema';

/** A raw row that is clean as it stands, with changes: `undefined` leaves a field out. */
export function rawSale(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    transaction_id: 'T-1',
    date: '2024-02-29',
    store_id: 'S1',
    store_name: 'Main Street',
    city: 'Porto',
    product_id: 'P1',
    product_name: 'Kettle',
    category: 'Electronics',
    customer_id: 'C1',
    customer_name: 'Ana Lima',
    quantity_sold: 2,
    unit_price: 19.99,
    total_amount: 39.98,
    payment_method: 'Cash',
    ...changes,
  };
}

/** The same as one line of JSON. `written` puts values as they stand: `{ unit_price: '1e400' }`. */
export function saleLine(
  changes: Readonly<Record<string, unknown>> = {},
  written: Readonly<Record<string, string>> = {},
): string {
  const fields = Object.entries(rawSale(changes)).filter(
    ([name, value]) => value !== undefined && !Object.hasOwn(written, name),
  );
  const texts = fields.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  for (const [name, value] of Object.entries(written)) texts.push(`${JSON.stringify(name)}:${value}`);
  return `{${texts.join(',')}}`;
}

export const saleFields = Object.keys(salesContract.fields);
