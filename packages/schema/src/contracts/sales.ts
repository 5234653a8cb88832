import { defineContract } from '../contract.ts';
import { date, id, integer, money, openEnum, product, text } from '../field.ts';

/** Retail sales, one row a line of a receipt. */
export const salesContract = defineContract({
  name: 'sales',
  version: 1,
  fields: {
    transaction_id: id(),
    date: date({ min: '2000-01-01', maxDaysAfterIngest: 1 }),
    store_id: id({ upperCase: true }),
    store_name: text(),
    city: text(),
    product_id: id({ upperCase: true }),
    product_name: text(),
    category: openEnum(
      [
        'Electronics',
        'Clothing',
        'Groceries',
        'Home & Kitchen',
        'Beauty',
        'Sports',
        'Toys',
        'Books',
        'Furniture',
        'Automotive',
      ],
      {
        aliases: {
          Electronics: ['electronic', 'consumer electronics'],
          Clothing: ['clothes', 'apparel'],
          Groceries: ['grocery', 'food'],
          'Home & Kitchen': ['home and kitchen', 'home', 'kitchen'],
          Beauty: ['beauty & personal care', 'cosmetics'],
          Sports: ['sport', 'sports & outdoors'],
          Toys: ['toy', 'toys & games'],
          Books: ['book'],
        },
      },
    ),
    customer_id: id({ upperCase: true }),
    customer_name: text(),
    quantity_sold: integer({ min: 1, max: 1_000_000 }),
    unit_price: money({ minCents: 1n, maxCents: 9_999_999_999n }),
    total_amount: product({ quantity: 'quantity_sold', price: 'unit_price', toleranceCents: 1n }),
    payment_method: openEnum(
      ['Cash', 'Credit Card', 'Debit Card', 'Gift Card', 'Mobile Wallet', 'Bank Transfer', 'UPI', 'PayPal'],
      {
        aliases: {
          'Credit Card': ['credit', 'creditcard', 'credit_card', 'cc'],
          'Debit Card': ['debit', 'debitcard', 'debit_card'],
          'Gift Card': ['giftcard', 'gift_card', 'voucher'],
          'Mobile Wallet': ['mobile', 'wallet', 'mobile_wallet', 'mobile payment'],
          'Bank Transfer': ['transfer', 'bank_transfer', 'wire'],
        },
      },
    ),
  },
  // Transaction ids of eight hex digits collide by the thousands in 5 GB; store and date tell the events apart.
  businessKey: ['transaction_id', 'store_id', 'date'],
});
