-- use the schema
SET search_path TO sales;

-- lock etl_batch
LOCK TABLE etl_batch;

-- assert the objects are not loaded yet
SELECT CAST(CASE
  WHEN earlier.loads > 0 THEN 'a: ' || 'The objects of batch b1 were already loaded as batch ' || CAST(earlier.batch_id AS VARCHAR) || '. Nothing is left to do.'
  ELSE '1'
END AS INTEGER) AS holds
FROM (
  SELECT COUNT(*) AS loads, COALESCE(MAX(batch_id), '') AS batch_id
  FROM etl_batch
  WHERE contract = 'sales' AND digest = '5feceb66ffc86f38'
) AS earlier;

-- assert no later lock has loaded
SELECT CAST(CASE
  WHEN latest.fence > 7 THEN 'a: ' || 'Batch b1 holds lock 7, but a run with lock ' || CAST(latest.fence AS VARCHAR) || ' has loaded since. Start the batch again to take a new lock.'
  ELSE '1'
END AS INTEGER) AS holds
FROM (SELECT COALESCE(MAX(fence), 7) AS fence FROM etl_batch WHERE contract = 'sales') AS latest;

-- stage fact_sales
CREATE TEMP TABLE stage_fact_sales (
  transaction_id VARCHAR(128) NOT NULL,
  date DATE NOT NULL,
  store_id VARCHAR(128) NOT NULL,
  product_id VARCHAR(128) NOT NULL,
  customer_id VARCHAR(128) NOT NULL,
  quantity_sold INTEGER NOT NULL,
  unit_price DECIMAL(12,2) NOT NULL,
  total_amount DECIMAL(18,2) NOT NULL,
  payment_method VARCHAR(256),
  _attributes_hash BIGINT NOT NULL,
  _source_time TIMESTAMP NOT NULL,
  _source_key VARCHAR(1024) NOT NULL,
  _source_offset BIGINT NOT NULL
)
DISTSTYLE KEY DISTKEY (transaction_id);

-- stage fact_sales
COPY stage_fact_sales
FROM 's3://sales-lake/runs/b1/copy/stage_fact_sales.manifest.json'
IAM_ROLE 'arn:aws:iam::123456789012:role/sales-copy'
FORMAT AS PARQUET
MANIFEST;

-- stage dim_store
CREATE TEMP TABLE stage_dim_store (
  store_id VARCHAR(128) NOT NULL,
  store_name VARCHAR(1024),
  _store_name_as_of VARCHAR(1200),
  city VARCHAR(1024),
  _city_as_of VARCHAR(1200)
)
DISTSTYLE KEY DISTKEY (store_id);

-- stage dim_store
COPY stage_dim_store
FROM 's3://sales-lake/runs/b1/copy/stage_dim_store.manifest.json'
IAM_ROLE 'arn:aws:iam::123456789012:role/sales-copy'
FORMAT AS PARQUET
MANIFEST;

-- stage dim_product
CREATE TEMP TABLE stage_dim_product (
  product_id VARCHAR(128) NOT NULL,
  product_name VARCHAR(1024),
  _product_name_as_of VARCHAR(1200),
  category VARCHAR(256),
  _category_as_of VARCHAR(1200)
)
DISTSTYLE KEY DISTKEY (product_id);

-- stage dim_product
COPY stage_dim_product
FROM 's3://sales-lake/runs/b1/copy/stage_dim_product.manifest.json'
IAM_ROLE 'arn:aws:iam::123456789012:role/sales-copy'
FORMAT AS PARQUET
MANIFEST;

-- stage dim_customer
CREATE TEMP TABLE stage_dim_customer (
  customer_id VARCHAR(128) NOT NULL,
  customer_name VARCHAR(1024),
  _customer_name_as_of VARCHAR(1200)
)
DISTSTYLE KEY DISTKEY (customer_id);

-- stage dim_customer
COPY stage_dim_customer
FROM 's3://sales-lake/runs/b1/copy/stage_dim_customer.manifest.json'
IAM_ROLE 'arn:aws:iam::123456789012:role/sales-copy'
FORMAT AS PARQUET
MANIFEST;

-- assert what was staged
SELECT CAST(CASE
  WHEN fact_sales_rows.staged <> 3000000 THEN 'a: ' || 'Batch b1 should bring 3000000 rows to fact_sales, but its files hold ' || CAST(fact_sales_rows.staged AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN fact_sales_sum.staged <> 1234567890.12 THEN 'b: ' || 'Batch b1 should bring total_amount of 1234567890.12 to fact_sales, but its files sum to ' || CAST(fact_sales_sum.staged AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN fact_sales_keys.surplus <> 0 THEN 'c: ' || 'Batch b1 brings a key of fact_sales (transaction_id, store_id, date) more than once: rows too many: ' || CAST(fact_sales_keys.surplus AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_store_rows.staged <> 40 THEN 'd: ' || 'Batch b1 should bring 40 rows to dim_store, but its files hold ' || CAST(dim_store_rows.staged AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_store_keys.surplus <> 0 THEN 'e: ' || 'Batch b1 brings a key of dim_store (store_id) more than once: rows too many: ' || CAST(dim_store_keys.surplus AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_store_orphans.orphans <> 0 THEN 'f: ' || 'Batch b1 brings rows to fact_sales whose store_id its dim_store does not have: ' || CAST(dim_store_orphans.orphans AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_product_rows.staged <> 40 THEN 'g: ' || 'Batch b1 should bring 40 rows to dim_product, but its files hold ' || CAST(dim_product_rows.staged AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_product_keys.surplus <> 0 THEN 'h: ' || 'Batch b1 brings a key of dim_product (product_id) more than once: rows too many: ' || CAST(dim_product_keys.surplus AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_product_orphans.orphans <> 0 THEN 'i: ' || 'Batch b1 brings rows to fact_sales whose product_id its dim_product does not have: ' || CAST(dim_product_orphans.orphans AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_customer_rows.staged <> 40 THEN 'j: ' || 'Batch b1 should bring 40 rows to dim_customer, but its files hold ' || CAST(dim_customer_rows.staged AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_customer_keys.surplus <> 0 THEN 'k: ' || 'Batch b1 brings a key of dim_customer (customer_id) more than once: rows too many: ' || CAST(dim_customer_keys.surplus AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  WHEN dim_customer_orphans.orphans <> 0 THEN 'l: ' || 'Batch b1 brings rows to fact_sales whose customer_id its dim_customer does not have: ' || CAST(dim_customer_orphans.orphans AS VARCHAR) || '. Nothing was loaded. Make its gold files again.'
  ELSE '1'
END AS INTEGER) AS holds
FROM (SELECT COUNT(*) AS staged FROM stage_fact_sales) AS fact_sales_rows
CROSS JOIN (SELECT COALESCE(SUM(total_amount), 0) AS staged FROM stage_fact_sales) AS fact_sales_sum
CROSS JOIN (
  SELECT (SELECT COUNT(*) FROM stage_fact_sales) - COUNT(*) AS surplus
  FROM (SELECT DISTINCT transaction_id, store_id, date FROM stage_fact_sales) AS k
) AS fact_sales_keys
CROSS JOIN (SELECT COUNT(*) AS staged FROM stage_dim_store) AS dim_store_rows
CROSS JOIN (
  SELECT (SELECT COUNT(*) FROM stage_dim_store) - COUNT(*) AS surplus
  FROM (SELECT DISTINCT store_id FROM stage_dim_store) AS k
) AS dim_store_keys
CROSS JOIN (
  SELECT COUNT(*) AS orphans
  FROM stage_fact_sales s
  LEFT JOIN stage_dim_store d ON d.store_id = s.store_id
  WHERE d.store_id IS NULL
) AS dim_store_orphans
CROSS JOIN (SELECT COUNT(*) AS staged FROM stage_dim_product) AS dim_product_rows
CROSS JOIN (
  SELECT (SELECT COUNT(*) FROM stage_dim_product) - COUNT(*) AS surplus
  FROM (SELECT DISTINCT product_id FROM stage_dim_product) AS k
) AS dim_product_keys
CROSS JOIN (
  SELECT COUNT(*) AS orphans
  FROM stage_fact_sales s
  LEFT JOIN stage_dim_product d ON d.product_id = s.product_id
  WHERE d.product_id IS NULL
) AS dim_product_orphans
CROSS JOIN (SELECT COUNT(*) AS staged FROM stage_dim_customer) AS dim_customer_rows
CROSS JOIN (
  SELECT (SELECT COUNT(*) FROM stage_dim_customer) - COUNT(*) AS surplus
  FROM (SELECT DISTINCT customer_id FROM stage_dim_customer) AS k
) AS dim_customer_keys
CROSS JOIN (
  SELECT COUNT(*) AS orphans
  FROM stage_fact_sales s
  LEFT JOIN stage_dim_customer d ON d.customer_id = s.customer_id
  WHERE d.customer_id IS NULL
) AS dim_customer_orphans;

-- find what changes in dim_store
CREATE TEMP TABLE merge_dim_store
DISTSTYLE KEY DISTKEY (store_id)
AS
SELECT
  s.store_id,
  CASE WHEN (s.store_name IS NOT NULL AND (t.store_name IS NULL OR s._store_name_as_of > t._store_name_as_of OR (s._store_name_as_of = t._store_name_as_of AND s.store_name < t.store_name))) THEN s.store_name ELSE t.store_name END AS store_name,
  CASE WHEN (s.store_name IS NOT NULL AND (t.store_name IS NULL OR s._store_name_as_of > t._store_name_as_of OR (s._store_name_as_of = t._store_name_as_of AND s.store_name < t.store_name))) THEN s._store_name_as_of ELSE t._store_name_as_of END AS _store_name_as_of,
  CASE WHEN (s.city IS NOT NULL AND (t.city IS NULL OR s._city_as_of > t._city_as_of OR (s._city_as_of = t._city_as_of AND s.city < t.city))) THEN s.city ELSE t.city END AS city,
  CASE WHEN (s.city IS NOT NULL AND (t.city IS NULL OR s._city_as_of > t._city_as_of OR (s._city_as_of = t._city_as_of AND s.city < t.city))) THEN s._city_as_of ELSE t._city_as_of END AS _city_as_of
FROM stage_dim_store s
LEFT JOIN etl_dim_store t ON t.store_id = s.store_id
WHERE t.store_id IS NULL
  OR (s.store_name IS NOT NULL AND (t.store_name IS NULL OR s._store_name_as_of > t._store_name_as_of OR (s._store_name_as_of = t._store_name_as_of AND s.store_name < t.store_name)))
  OR (s.city IS NOT NULL AND (t.city IS NULL OR s._city_as_of > t._city_as_of OR (s._city_as_of = t._city_as_of AND s.city < t.city)));

-- merge etl_dim_store
MERGE INTO etl_dim_store
USING merge_dim_store
ON etl_dim_store.store_id = merge_dim_store.store_id
WHEN MATCHED THEN UPDATE SET
  store_name = merge_dim_store.store_name,
  _store_name_as_of = merge_dim_store._store_name_as_of,
  city = merge_dim_store.city,
  _city_as_of = merge_dim_store._city_as_of
WHEN NOT MATCHED THEN INSERT (store_id, store_name, _store_name_as_of, city, _city_as_of)
VALUES (
  merge_dim_store.store_id,
  merge_dim_store.store_name,
  merge_dim_store._store_name_as_of,
  merge_dim_store.city,
  merge_dim_store._city_as_of
);

-- merge dim_store
MERGE INTO dim_store
USING merge_dim_store
ON dim_store.store_id = merge_dim_store.store_id
WHEN MATCHED THEN UPDATE SET
  store_name = COALESCE(merge_dim_store.store_name, 'Unknown'),
  city = COALESCE(merge_dim_store.city, 'Unknown')
WHEN NOT MATCHED THEN INSERT (store_id, store_name, city)
VALUES (
  merge_dim_store.store_id,
  COALESCE(merge_dim_store.store_name, 'Unknown'),
  COALESCE(merge_dim_store.city, 'Unknown')
);

-- find what changes in dim_product
CREATE TEMP TABLE merge_dim_product
DISTSTYLE KEY DISTKEY (product_id)
AS
SELECT
  s.product_id,
  CASE WHEN (s.product_name IS NOT NULL AND (t.product_name IS NULL OR s._product_name_as_of > t._product_name_as_of OR (s._product_name_as_of = t._product_name_as_of AND s.product_name < t.product_name))) THEN s.product_name ELSE t.product_name END AS product_name,
  CASE WHEN (s.product_name IS NOT NULL AND (t.product_name IS NULL OR s._product_name_as_of > t._product_name_as_of OR (s._product_name_as_of = t._product_name_as_of AND s.product_name < t.product_name))) THEN s._product_name_as_of ELSE t._product_name_as_of END AS _product_name_as_of,
  CASE WHEN (s.category IS NOT NULL AND (t.category IS NULL OR s._category_as_of > t._category_as_of OR (s._category_as_of = t._category_as_of AND s.category < t.category))) THEN s.category ELSE t.category END AS category,
  CASE WHEN (s.category IS NOT NULL AND (t.category IS NULL OR s._category_as_of > t._category_as_of OR (s._category_as_of = t._category_as_of AND s.category < t.category))) THEN s._category_as_of ELSE t._category_as_of END AS _category_as_of
FROM stage_dim_product s
LEFT JOIN etl_dim_product t ON t.product_id = s.product_id
WHERE t.product_id IS NULL
  OR (s.product_name IS NOT NULL AND (t.product_name IS NULL OR s._product_name_as_of > t._product_name_as_of OR (s._product_name_as_of = t._product_name_as_of AND s.product_name < t.product_name)))
  OR (s.category IS NOT NULL AND (t.category IS NULL OR s._category_as_of > t._category_as_of OR (s._category_as_of = t._category_as_of AND s.category < t.category)));

-- merge etl_dim_product
MERGE INTO etl_dim_product
USING merge_dim_product
ON etl_dim_product.product_id = merge_dim_product.product_id
WHEN MATCHED THEN UPDATE SET
  product_name = merge_dim_product.product_name,
  _product_name_as_of = merge_dim_product._product_name_as_of,
  category = merge_dim_product.category,
  _category_as_of = merge_dim_product._category_as_of
WHEN NOT MATCHED THEN INSERT (product_id, product_name, _product_name_as_of, category, _category_as_of)
VALUES (
  merge_dim_product.product_id,
  merge_dim_product.product_name,
  merge_dim_product._product_name_as_of,
  merge_dim_product.category,
  merge_dim_product._category_as_of
);

-- merge dim_product
MERGE INTO dim_product
USING merge_dim_product
ON dim_product.product_id = merge_dim_product.product_id
WHEN MATCHED THEN UPDATE SET
  product_name = COALESCE(merge_dim_product.product_name, 'Unknown'),
  category = COALESCE(merge_dim_product.category, 'Unknown')
WHEN NOT MATCHED THEN INSERT (product_id, product_name, category)
VALUES (
  merge_dim_product.product_id,
  COALESCE(merge_dim_product.product_name, 'Unknown'),
  COALESCE(merge_dim_product.category, 'Unknown')
);

-- find what changes in dim_customer
CREATE TEMP TABLE merge_dim_customer
DISTSTYLE KEY DISTKEY (customer_id)
AS
SELECT
  s.customer_id,
  CASE WHEN (s.customer_name IS NOT NULL AND (t.customer_name IS NULL OR s._customer_name_as_of > t._customer_name_as_of OR (s._customer_name_as_of = t._customer_name_as_of AND s.customer_name < t.customer_name))) THEN s.customer_name ELSE t.customer_name END AS customer_name,
  CASE WHEN (s.customer_name IS NOT NULL AND (t.customer_name IS NULL OR s._customer_name_as_of > t._customer_name_as_of OR (s._customer_name_as_of = t._customer_name_as_of AND s.customer_name < t.customer_name))) THEN s._customer_name_as_of ELSE t._customer_name_as_of END AS _customer_name_as_of
FROM stage_dim_customer s
LEFT JOIN etl_dim_customer t ON t.customer_id = s.customer_id
WHERE t.customer_id IS NULL
  OR (s.customer_name IS NOT NULL AND (t.customer_name IS NULL OR s._customer_name_as_of > t._customer_name_as_of OR (s._customer_name_as_of = t._customer_name_as_of AND s.customer_name < t.customer_name)));

-- merge etl_dim_customer
MERGE INTO etl_dim_customer
USING merge_dim_customer
ON etl_dim_customer.customer_id = merge_dim_customer.customer_id
WHEN MATCHED THEN UPDATE SET
  customer_name = merge_dim_customer.customer_name,
  _customer_name_as_of = merge_dim_customer._customer_name_as_of
WHEN NOT MATCHED THEN INSERT (customer_id, customer_name, _customer_name_as_of)
VALUES (
  merge_dim_customer.customer_id,
  merge_dim_customer.customer_name,
  merge_dim_customer._customer_name_as_of
);

-- merge dim_customer
MERGE INTO dim_customer
USING merge_dim_customer
ON dim_customer.customer_id = merge_dim_customer.customer_id
WHEN MATCHED THEN UPDATE SET
  customer_name = COALESCE(merge_dim_customer.customer_name, 'Unknown')
WHEN NOT MATCHED THEN INSERT (customer_id, customer_name)
VALUES (
  merge_dim_customer.customer_id,
  COALESCE(merge_dim_customer.customer_name, 'Unknown')
);

-- match fact_sales
CREATE TEMP TABLE load_match
DISTSTYLE KEY DISTKEY (transaction_id)
AS
SELECT
  s.transaction_id, s.store_id, s.date,
  s._source_key,
  f._batch_id AS _held_by,
  f.total_amount AS _held_measure,
  CASE
    WHEN s.product_id = f.product_id
      AND s.customer_id = f.customer_id
      AND s.quantity_sold = f.quantity_sold
      AND s.unit_price = f.unit_price
      AND s.total_amount = f.total_amount
      AND (s.payment_method = f.payment_method OR (s.payment_method IS NULL AND f.payment_method IS NULL))
      AND s._attributes_hash = f._attributes_hash
    THEN CASE WHEN (s._source_time > f._source_time OR (s._source_time = f._source_time AND (s._source_key > f._source_key OR (s._source_key = f._source_key AND s._source_offset > f._source_offset)))) THEN 'moved' ELSE 'duplicate' END
    WHEN (s._source_time > f._source_time OR (s._source_time = f._source_time AND (s._source_key > f._source_key OR (s._source_key = f._source_key AND s._source_offset > f._source_offset)))) THEN 'corrected'
    ELSE 'late'
  END AS _outcome
FROM stage_fact_sales s
JOIN fact_sales f ON f.transaction_id = s.transaction_id AND f.store_id = s.store_id AND f.date = s.date;

-- keep losers in etl_superseded
INSERT INTO etl_superseded (transaction_id, date, store_id, product_id, customer_id, quantity_sold, unit_price, total_amount, payment_method, _attributes_hash, _source_time, _source_key, _source_offset, _batch_id, _superseded_by, _outcome)
SELECT l.transaction_id, l.date, l.store_id, l.product_id, l.customer_id, l.quantity_sold, l.unit_price, l.total_amount, l.payment_method, l._attributes_hash, l._source_time, l._source_key, l._source_offset, l._batch_id, 'b1', 'replaced'
FROM fact_sales l
JOIN load_match m ON m.transaction_id = l.transaction_id AND m.store_id = l.store_id AND m.date = l.date
WHERE m._outcome = 'corrected'
UNION ALL
SELECT l.transaction_id, l.date, l.store_id, l.product_id, l.customer_id, l.quantity_sold, l.unit_price, l.total_amount, l.payment_method, l._attributes_hash, l._source_time, l._source_key, l._source_offset, 'b1', m._held_by, 'late'
FROM stage_fact_sales l
JOIN load_match m ON m.transaction_id = l.transaction_id AND m.store_id = l.store_id AND m.date = l.date
WHERE m._outcome = 'late';

-- move lineage
UPDATE fact_sales
SET _source_time = s._source_time, _source_key = s._source_key, _source_offset = s._source_offset
FROM stage_fact_sales s
JOIN load_match m ON m.transaction_id = s.transaction_id AND m.store_id = s.store_id AND m.date = s.date
WHERE m._outcome = 'moved' AND fact_sales.transaction_id = s.transaction_id AND fact_sales.store_id = s.store_id AND fact_sales.date = s.date;

-- leave only what is new
DELETE FROM stage_fact_sales
USING load_match
WHERE load_match._outcome <> 'corrected' AND load_match.transaction_id = stage_fact_sales.transaction_id AND load_match.store_id = stage_fact_sales.store_id AND load_match.date = stage_fact_sales.date;

-- count the outcomes
CREATE TEMP TABLE load_count
DISTSTYLE ALL
AS
SELECT
  w.written - m.corrected AS inserted, m.corrected, m.duplicates, m.late,
  w.measure, m.replaced_measure, f.rows_before, f.measure_before
FROM (
  SELECT COUNT(*) AS written, COALESCE(SUM(total_amount), 0) AS measure
  FROM stage_fact_sales
) w
CROSS JOIN (
  SELECT
    COALESCE(SUM(CASE WHEN _outcome IN ('corrected') THEN 1 ELSE 0 END), 0) AS corrected,
    COALESCE(SUM(CASE WHEN _outcome IN ('duplicate', 'moved') THEN 1 ELSE 0 END), 0) AS duplicates,
    COALESCE(SUM(CASE WHEN _outcome IN ('late') THEN 1 ELSE 0 END), 0) AS late,
    COALESCE(SUM(CASE WHEN _outcome = 'corrected' THEN _held_measure ELSE 0 END), 0) AS replaced_measure
  FROM load_match
) m
CROSS JOIN (
  SELECT COUNT(*) AS rows_before, COALESCE(SUM(total_amount), 0) AS measure_before
  FROM fact_sales
) f;

-- merge fact_sales
MERGE INTO fact_sales
USING stage_fact_sales
ON fact_sales.transaction_id = stage_fact_sales.transaction_id AND fact_sales.store_id = stage_fact_sales.store_id AND fact_sales.date = stage_fact_sales.date
WHEN MATCHED THEN UPDATE SET
  product_id = stage_fact_sales.product_id,
  customer_id = stage_fact_sales.customer_id,
  quantity_sold = stage_fact_sales.quantity_sold,
  unit_price = stage_fact_sales.unit_price,
  total_amount = stage_fact_sales.total_amount,
  payment_method = stage_fact_sales.payment_method,
  _attributes_hash = stage_fact_sales._attributes_hash,
  _source_time = stage_fact_sales._source_time,
  _source_key = stage_fact_sales._source_key,
  _source_offset = stage_fact_sales._source_offset,
  _batch_id = 'b1'
WHEN NOT MATCHED THEN INSERT (transaction_id, store_id, date, product_id, customer_id, quantity_sold, unit_price, total_amount, payment_method, _attributes_hash, _source_time, _source_key, _source_offset, _batch_id)
VALUES (
  stage_fact_sales.transaction_id,
  stage_fact_sales.store_id,
  stage_fact_sales.date,
  stage_fact_sales.product_id,
  stage_fact_sales.customer_id,
  stage_fact_sales.quantity_sold,
  stage_fact_sales.unit_price,
  stage_fact_sales.total_amount,
  stage_fact_sales.payment_method,
  stage_fact_sales._attributes_hash,
  stage_fact_sales._source_time,
  stage_fact_sales._source_key,
  stage_fact_sales._source_offset,
  'b1'
);

-- record in etl_batch
INSERT INTO etl_batch (batch_id, digest, attempt, fence, contract, contract_version, ingest_date, loaded_at, read, inserted, corrected, loaded, rejected, quarantined, duplicates, duplicates_across, superseded, late, measure)
SELECT
  'b1' AS batch_id,
  '5feceb66ffc86f38' AS digest,
  2 AS attempt,
  7 AS fence,
  'sales' AS contract,
  1 AS contract_version,
  CAST('2026-03-07' AS DATE) AS ingest_date,
  CAST('2026-03-07 12:00:00.500' AS TIMESTAMP) AS loaded_at,
  3000100 AS read,
  c.inserted AS inserted,
  c.corrected AS corrected,
  c.inserted + c.corrected AS loaded,
  60 AS rejected,
  60 + 10 + c.late AS quarantined,
  30 + c.duplicates AS duplicates,
  c.duplicates AS duplicates_across,
  10 + c.late + c.corrected AS superseded,
  c.late AS late,
  c.measure AS measure
FROM load_count c;

-- record in etl_batch_object
INSERT INTO etl_batch_object (batch_id, source_key, corrected, duplicates, late)
SELECT 'b1', _source_key, COALESCE(SUM(CASE WHEN _outcome IN ('corrected') THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN _outcome IN ('duplicate', 'moved') THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN _outcome IN ('late') THEN 1 ELSE 0 END), 0)
FROM load_match
GROUP BY _source_key;

-- record in etl_quarantine_summary
INSERT INTO etl_quarantine_summary (batch_id, reason, rows)
SELECT 'b1', 'date_invalid', 40
UNION ALL SELECT 'b1', 'unit_price_not_positive', 25
UNION ALL SELECT 'b1', 'superseded', 10 + late FROM load_count WHERE 10 + late > 0;

-- assert what was written
SELECT CAST(CASE
  WHEN found.decided <> 3000000 THEN 'a: ' || 'Batch b1 brings 3000000 rows to fact_sales, but the merge decided on ' || CAST(found.decided AS VARCHAR) || '. Nothing was loaded. Look for a business key that fact_sales holds twice.'
  WHEN found.extra_rows <> 0 OR found.extra_measure <> 0 THEN 'b: ' || 'After batch b1 fact_sales has other rows than it should: rows too many: ' || CAST(found.extra_rows AS VARCHAR) || '; total_amount too high by: ' || CAST(found.extra_measure AS VARCHAR) || '. Nothing was loaded.'
  ELSE '1'
END AS INTEGER) AS holds
FROM (
  SELECT
    c.inserted + c.corrected + c.duplicates + c.late AS decided,
    f.fact_rows - c.rows_before - c.inserted AS extra_rows,
    f.measure - c.measure_before - c.measure + c.replaced_measure AS extra_measure
  FROM (SELECT COUNT(*) AS fact_rows, COALESCE(SUM(total_amount), 0) AS measure FROM fact_sales) f
  CROSS JOIN load_count c
) AS found;
