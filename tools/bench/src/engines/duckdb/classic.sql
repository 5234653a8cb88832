-- The rows of the classic shape. Its lines are all alike, and its dirt is names that are null, prices that are no number
-- and quantities below zero: what DuckDB's own reader and casts make of a line is right there, and quick.
CREATE TEMP TABLE rows AS
WITH texts AS (
  SELECT
    trim(transaction_id) AS transaction_id,
    TRY_CAST(trim(date) AS DATE) AS date,
    upper(trim(store_id)) AS store_id,
    nullif(trim(store_name), '') AS store_name,
    nullif(trim(city), '') AS city,
    upper(trim(product_id)) AS product_id,
    nullif(trim(product_name), '') AS product_name,
    nullif(trim(category), '') AS category,
    upper(trim(customer_id)) AS customer_id,
    nullif(trim(customer_name), '') AS customer_name,
    TRY_CAST(quantity_sold AS INTEGER) AS quantity_sold,
    TRY_CAST(unit_price AS DECIMAL(12, 2)) AS unit_price,
    nullif(trim(payment_method), '') AS payment_method,
    line
  FROM (
    SELECT *, line FROM read_json({files}, format = 'newline_delimited', ignore_errors = true, columns = {
      transaction_id: 'VARCHAR', date: 'VARCHAR', store_id: 'VARCHAR', store_name: 'VARCHAR', city: 'VARCHAR',
      product_id: 'VARCHAR', product_name: 'VARCHAR', category: 'VARCHAR', customer_id: 'VARCHAR',
      customer_name: 'VARCHAR', quantity_sold: 'VARCHAR', unit_price: 'VARCHAR', total_amount: 'VARCHAR',
      payment_method: 'VARCHAR' }) AS line
  )
), judged AS (
  SELECT *, CASE
    WHEN transaction_id = '' OR transaction_id IS NULL THEN 'missing_transaction_id'
    WHEN date IS NULL OR date NOT BETWEEN DATE '2000-01-01' AND current_date + 1 THEN 'date_invalid'
    WHEN store_id = '' OR store_id IS NULL THEN 'missing_store_id'
    WHEN product_id = '' OR product_id IS NULL THEN 'missing_product_id'
    WHEN customer_id = '' OR customer_id IS NULL THEN 'missing_customer_id'
    WHEN quantity_sold IS NULL OR quantity_sold NOT BETWEEN 1 AND 1000000 THEN 'quantity_sold_not_positive'
    WHEN unit_price IS NULL OR unit_price NOT BETWEEN 0.01 AND 99999999.99 THEN 'unit_price_invalid'
  END AS reasons
  FROM texts
)
SELECT transaction_id, date, store_id, store_name, city, product_id, product_name, category, customer_id, customer_name,
  quantity_sold, unit_price,
  CAST(CASE WHEN reasons IS NULL THEN quantity_sold * unit_price END AS DECIMAL(18, 2)) AS total_amount,
  payment_method,
  reasons,
  CASE WHEN reasons IS NOT NULL THEN to_json(line) END AS raw
FROM judged;

CREATE TEMP VIEW unreadable AS SELECT NULL::VARCHAR AS reasons, NULL::JSON AS raw WHERE false;
