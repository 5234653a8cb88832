import { date, defineContract, type Field, id, integer, money, product, text } from '../src/index.ts';

/** Every kind of field but an enumeration, required where a business key or a product needs it. */
export const orderFields = {
  order_id: id(),
  day: date(),
  shop_id: id(),
  shop_name: text(),
  quantity: integer({ min: 1, max: 1_000 }),
  price: money({ minCents: 1n, maxCents: 1_000_000n }),
  total: product({ quantity: 'quantity', price: 'price' }),
};

/** A contract that holds, for one to be changed where a test says so. */
export const orders = defineContract({
  name: 'orders',
  version: 1,
  fields: orderFields,
  businessKey: ['order_id'],
});

/** Declares a contract of an id and one other field. */
export function contractWith(field: Field) {
  return defineContract({
    name: 'orders',
    version: 1,
    fields: { order_id: id(), field },
    businessKey: ['order_id'],
  });
}
