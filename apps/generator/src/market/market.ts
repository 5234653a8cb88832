import { salesContract } from '@sales/schema';
import { expectedRows, type ResolvedOptions } from '../options.ts';
import { Random } from '../random/random.ts';
import { Weighted, zipfWeights } from '../random/weighted.ts';
import { dayWeights } from './calendar.ts';
import { type Customers, registerCustomers } from './customers.ts';
import type { Members } from './members.ts';
import { listProducts, type Products } from './products.ts';
import type { Sale } from './sale.ts';
import { foundStores } from './stores.ts';
import { transactionIds } from './transactionId.ts';

/** Everyone who takes part in a sale, and how sales come about. */
export interface Market {
  readonly stores: Members;
  readonly products: Products;
  readonly customers: Customers;
  /** The canonical payment methods; a sale refers to one by index. */
  readonly payments: readonly string[];
  /** Draws the sale with a number, from 0 on, into a record that is used again and again. */
  draw(number: number, sale: Sale): void;
}

const quantityWeights = [52, 20, 10, 6, 4, 3, 1.5, 1, 0.7, 0.7, 0.4, 0.7];
const paymentWeights = [24, 30, 20, 3, 9, 2, 8, 4];
/** Most sales are at list price; percentages off. */
const discounts = [0, 0, 0, 0, 0, 0, 0, 0, 10, 20];
const rowsPerCustomer = 20;
const fewestCustomers = 500;
const mostCustomers = 400_000;
const mostHostileCustomers = 2_000_000;

/** Opens the market of a seed. */
export function openMarket(options: ResolvedOptions): Market {
  const { seed, compat } = options;
  const hostile = options.shape === 'hostile';
  const rows = expectedRows(options);
  const people = new Random(seed, 1);
  const stores = foundStores(people, hostile);
  const products = listProducts(people, hostile);
  const customerCount = hostile
    ? Math.min(mostHostileCustomers, rows)
    : Math.min(mostCustomers, Math.ceil(rows / rowsPerCustomer));
  const customers = registerCustomers(people, Math.max(fewestCustomers, customerCount), hostile);
  const payments = salesContract.fields.payment_method.values;

  const identify = transactionIds(people, compat);
  const anyStore = new Weighted(zipfWeights(stores.count, 8, people));
  const anyProduct = new Weighted(zipfWeights(products.count, 20, people));
  const anyCustomer = new Weighted(
    hostile ? new Float64Array(customers.count).fill(1) : zipfWeights(customers.count, 200, people),
  );
  const anyDay = new Weighted(dayWeights);
  const anyQuantity = new Weighted(quantityWeights);
  const anyPayment = new Weighted(paymentWeights);
  const random = new Random(seed, 2);

  return {
    stores,
    products,
    customers,
    payments,
    draw(number, sale) {
      identify(number, sale);
      const day = anyDay.draw(random);
      sale.day = day;
      sale.store = anyStore.draw(random);
      sale.storeVersion = stores.version(sale.store, day);
      sale.product = anyProduct.draw(random);
      sale.productVersion = products.version(sale.product, day);
      sale.customer = anyCustomer.draw(random);
      sale.customerVersion = customers.version(sale.customer, day);
      sale.quantity = 1 + anyQuantity.draw(random);
      const percent = 100 - discounts[random.below(discounts.length)]!;
      sale.priceCents = Math.floor((products.priceCents(sale.product, day) * percent + 50) / 100);
      sale.payment = anyPayment.draw(random);
    },
  };
}
