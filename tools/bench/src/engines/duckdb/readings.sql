-- One pass over the input: every line read, cleaned, and given its reasons. The order of the rows is that of the files
-- and of the lines in them, so that a row's number tells which of two rows is the later one. Each step works on columns
-- of the one before, because a macro evaluates an argument as often as it names it.
CREATE TEMP TABLE rows AS
WITH lines AS (
  SELECT CASE WHEN starts_with(line, chr(65279)) THEN line[2:] ELSE line END AS line
  -- The separator is a character that no text has. Lines that are no UTF-8 become rejects of the reader.
  FROM read_csv({files}, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false, delim = chr(2),
    quote = '', escape = '', strict_mode = false, ignore_errors = true, store_rejects = true)
  WHERE NOT regexp_full_match(line, '\s*')
), members AS (
  SELECT line, readable(line) AS json
  FROM lines
), raw AS (
  SELECT line, json, json_transform(json, '{"transaction_id":"VARCHAR","date":"VARCHAR","store_id":"VARCHAR",
    "store_name":"VARCHAR","city":"VARCHAR","product_id":"VARCHAR","product_name":"VARCHAR","category":"VARCHAR",
    "customer_id":"VARCHAR","customer_name":"VARCHAR","quantity_sold":"VARCHAR","unit_price":"VARCHAR",
    "payment_method":"VARCHAR"}') AS raw
  FROM members
), texts AS (
  SELECT line, json, raw,
    id_of(raw.transaction_id, json, 'transaction_id') AS transaction_id,
    trimmed(raw.date) AS date_text,
    id_of(raw.store_id, json, 'store_id') AS store_id,
    trimmed(raw.store_name) AS store_name,
    trimmed(raw.city) AS city,
    id_of(raw.product_id, json, 'product_id') AS product_id,
    trimmed(raw.product_name) AS product_name,
    trimmed(raw.category) AS category,
    id_of(raw.customer_id, json, 'customer_id') AS customer_id,
    trimmed(raw.customer_name) AS customer_name,
    trimmed(raw.quantity_sold) AS quantity_text,
    trimmed(raw.unit_price) AS price_text,
    trimmed(raw.payment_method) AS payment_method
  FROM raw
), trimmed_ids AS (
  SELECT * REPLACE (
    trimmed(transaction_id) AS transaction_id,
    trimmed(store_id) AS store_id,
    trimmed(product_id) AS product_id,
    trimmed(customer_id) AS customer_id)
  FROM texts
), typed AS (
  SELECT * REPLACE (
      ascii_upper(store_id) AS store_id,
      ascii_upper(product_id) AS product_id,
      ascii_upper(customer_id) AS customer_id,
      category_of(category) AS category,
      payment_of(payment_method) AS payment_method),
    date_of(date_text) AS date,
    quantity_of(quantity_text) AS quantity_sold,
    price_of(price_text, json) AS unit_price
  FROM trimmed_ids
), judged AS (
  SELECT *,
    CASE
      WHEN raw IS NULL
      THEN CASE WHEN json = 'null' AND trim(line) <> 'null' THEN 'malformed_json' ELSE 'not_an_object' END
      ELSE nullif(concat_ws(',',
        id_reason(raw.transaction_id, transaction_id, 'transaction_id'),
        date_reason(date_text, date),
        id_reason(raw.store_id, store_id, 'store_id'),
        text_reason(store_name, json, 'store_name', 1024),
        text_reason(city, json, 'city', 1024),
        id_reason(raw.product_id, product_id, 'product_id'),
        text_reason(product_name, json, 'product_name', 1024),
        text_reason(category, json, 'category', 256),
        id_reason(raw.customer_id, customer_id, 'customer_id'),
        text_reason(customer_name, json, 'customer_name', 1024),
        quantity_reason(quantity_text, quantity_sold),
        price_reason(price_text, unit_price),
        text_reason(payment_method, json, 'payment_method', 256)), '')
    END AS reasons
  FROM typed
)
SELECT transaction_id, date, store_id, store_name, city, product_id, product_name, category, customer_id, customer_name,
  CAST(CASE WHEN reasons IS NULL THEN quantity_sold END AS INTEGER) AS quantity_sold,
  unit_price,
  CAST(CASE WHEN reasons IS NULL THEN quantity_sold * unit_price END AS DECIMAL(18, 2)) AS total_amount,
  payment_method,
  reasons,
  CASE WHEN reasons IS NOT NULL THEN line END AS raw
FROM judged;

-- What the reader refused: lines that are no UTF-8. It may name a line once for each of its faults.
CREATE TEMP VIEW unreadable AS SELECT DISTINCT 'invalid_utf8' AS reasons, csv_line AS raw FROM reject_errors;
