import { salesContract } from '../contracts/sales.ts';
import { defineStar } from '../star.ts';

/** The sales star: one fact row an accepted sale, with its store, product and customer. */
export const salesStar = defineStar({
  contract: salesContract,
  fact: {
    table: 'fact_sales',
    columns: [
      'transaction_id',
      'date',
      'store_id',
      'product_id',
      'customer_id',
      'quantity_sold',
      'unit_price',
      'total_amount',
      'payment_method',
    ],
    measure: 'total_amount',
    date: 'date',
  },
  dimensions: [
    { table: 'dim_store', key: 'store_id', attributes: ['store_name', 'city'] },
    { table: 'dim_product', key: 'product_id', attributes: ['product_name', 'category'] },
    { table: 'dim_customer', key: 'customer_id', attributes: ['customer_name'] },
  ],
});
