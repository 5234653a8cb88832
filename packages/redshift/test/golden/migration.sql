-- create the schema
CREATE SCHEMA IF NOT EXISTS sales;

-- use the schema
SET search_path TO sales;

-- create fact_sales
CREATE TABLE IF NOT EXISTS fact_sales (
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
  _source_offset BIGINT NOT NULL,
  _batch_id VARCHAR(256) NOT NULL,
  PRIMARY KEY (transaction_id, store_id, date)
)
DISTSTYLE KEY DISTKEY (transaction_id)
COMPOUND SORTKEY (date);

-- create dim_store
CREATE TABLE IF NOT EXISTS dim_store (
  store_id VARCHAR(128) NOT NULL,
  store_name VARCHAR(1024) NOT NULL,
  city VARCHAR(1024) NOT NULL,
  PRIMARY KEY (store_id)
)
DISTSTYLE ALL
COMPOUND SORTKEY (store_id);

-- create etl_dim_store
CREATE TABLE IF NOT EXISTS etl_dim_store (
  store_id VARCHAR(128) NOT NULL,
  store_name VARCHAR(1024),
  _store_name_as_of VARCHAR(1200),
  city VARCHAR(1024),
  _city_as_of VARCHAR(1200),
  PRIMARY KEY (store_id)
)
DISTSTYLE KEY DISTKEY (store_id);

-- create dim_product
CREATE TABLE IF NOT EXISTS dim_product (
  product_id VARCHAR(128) NOT NULL,
  product_name VARCHAR(1024) NOT NULL,
  category VARCHAR(256) NOT NULL,
  PRIMARY KEY (product_id)
)
DISTSTYLE ALL
COMPOUND SORTKEY (product_id);

-- create etl_dim_product
CREATE TABLE IF NOT EXISTS etl_dim_product (
  product_id VARCHAR(128) NOT NULL,
  product_name VARCHAR(1024),
  _product_name_as_of VARCHAR(1200),
  category VARCHAR(256),
  _category_as_of VARCHAR(1200),
  PRIMARY KEY (product_id)
)
DISTSTYLE KEY DISTKEY (product_id);

-- create dim_customer
CREATE TABLE IF NOT EXISTS dim_customer (
  customer_id VARCHAR(128) NOT NULL,
  customer_name VARCHAR(1024) NOT NULL,
  PRIMARY KEY (customer_id)
)
DISTSTYLE ALL
COMPOUND SORTKEY (customer_id);

-- create etl_dim_customer
CREATE TABLE IF NOT EXISTS etl_dim_customer (
  customer_id VARCHAR(128) NOT NULL,
  customer_name VARCHAR(1024),
  _customer_name_as_of VARCHAR(1200),
  PRIMARY KEY (customer_id)
)
DISTSTYLE KEY DISTKEY (customer_id);

-- create etl_batch
CREATE TABLE IF NOT EXISTS etl_batch (
  batch_id VARCHAR(256) NOT NULL,
  digest VARCHAR(256) NOT NULL,
  attempt INTEGER NOT NULL,
  fence BIGINT NOT NULL,
  contract VARCHAR(256) NOT NULL,
  contract_version INTEGER NOT NULL,
  ingest_date DATE NOT NULL,
  loaded_at TIMESTAMP NOT NULL,
  read BIGINT NOT NULL,
  inserted BIGINT NOT NULL,
  corrected BIGINT NOT NULL,
  loaded BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  duplicates_across BIGINT NOT NULL,
  superseded BIGINT NOT NULL,
  late BIGINT NOT NULL,
  measure DECIMAL(18,2) NOT NULL,
  PRIMARY KEY (digest)
)
DISTSTYLE ALL
COMPOUND SORTKEY (loaded_at);

-- create etl_quarantine_summary
CREATE TABLE IF NOT EXISTS etl_quarantine_summary (
  batch_id VARCHAR(256) NOT NULL,
  reason VARCHAR(256) NOT NULL,
  rows BIGINT NOT NULL,
  PRIMARY KEY (batch_id, reason)
)
DISTSTYLE ALL;

-- create etl_batch_object
CREATE TABLE IF NOT EXISTS etl_batch_object (
  batch_id VARCHAR(256) NOT NULL,
  source_key VARCHAR(1024) NOT NULL,
  corrected BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  late BIGINT NOT NULL,
  PRIMARY KEY (batch_id, source_key)
)
DISTSTYLE ALL;

-- create etl_superseded
CREATE TABLE IF NOT EXISTS etl_superseded (
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
  _source_offset BIGINT NOT NULL,
  _batch_id VARCHAR(256) NOT NULL,
  _superseded_by VARCHAR(256) NOT NULL,
  _outcome VARCHAR(16) NOT NULL
)
DISTSTYLE KEY DISTKEY (transaction_id)
COMPOUND SORTKEY (date);
