-- The fact: of the rows of one sale the latest.
COPY (
  SELECT transaction_id, date, store_id, product_id, customer_id, quantity_sold, unit_price, total_amount, payment_method
  FROM rows
  WHERE reasons IS NULL
  QUALIFY row_number() OVER (PARTITION BY transaction_id, store_id, date ORDER BY rowid DESC) = 1
) TO '{output}/gold/fact_sales/part-0.parquet' (FORMAT parquet);

-- The dimensions: of each attribute the value last given, by the day of the sale, then by the order of the rows.
COPY (
  SELECT store_id, coalesce(arg_max(store_name, (date, rowid)), 'Unknown') AS store_name,
    coalesce(arg_max(city, (date, rowid)), 'Unknown') AS city
  FROM rows WHERE reasons IS NULL GROUP BY store_id
) TO '{output}/gold/dim_store/part-0.parquet' (FORMAT parquet);

COPY (
  SELECT product_id, coalesce(arg_max(product_name, (date, rowid)), 'Unknown') AS product_name,
    coalesce(arg_max(category, (date, rowid)), 'Unknown') AS category
  FROM rows WHERE reasons IS NULL GROUP BY product_id
) TO '{output}/gold/dim_product/part-0.parquet' (FORMAT parquet);

COPY (
  SELECT customer_id, coalesce(arg_max(customer_name, (date, rowid)), 'Unknown') AS customer_name
  FROM rows WHERE reasons IS NULL GROUP BY customer_id
) TO '{output}/gold/dim_customer/part-0.parquet' (FORMAT parquet);
