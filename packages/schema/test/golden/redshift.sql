CREATE TABLE silver_sales (
  transaction_id VARCHAR(128) NOT NULL,
  date DATE NOT NULL,
  store_id VARCHAR(128) NOT NULL,
  store_name VARCHAR(1024),
  city VARCHAR(1024),
  product_id VARCHAR(128) NOT NULL,
  product_name VARCHAR(1024),
  category VARCHAR(256),
  customer_id VARCHAR(128) NOT NULL,
  customer_name VARCHAR(1024),
  quantity_sold INTEGER NOT NULL,
  unit_price DECIMAL(12,2) NOT NULL,
  total_amount DECIMAL(18,2) NOT NULL,
  payment_method VARCHAR(256),
  _source_time TIMESTAMP NOT NULL,
  _source_key VARCHAR(1024) NOT NULL,
  _source_offset BIGINT NOT NULL
);

CREATE TABLE fact_sales (
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
);

CREATE TABLE dim_store_delta (
  store_id VARCHAR(128) NOT NULL,
  store_name VARCHAR(1024),
  _store_name_as_of VARCHAR(1200),
  city VARCHAR(1024),
  _city_as_of VARCHAR(1200)
);

CREATE TABLE dim_store (
  store_id VARCHAR(128) NOT NULL,
  store_name VARCHAR(1024) NOT NULL,
  city VARCHAR(1024) NOT NULL
);

CREATE TABLE dim_product_delta (
  product_id VARCHAR(128) NOT NULL,
  product_name VARCHAR(1024),
  _product_name_as_of VARCHAR(1200),
  category VARCHAR(256),
  _category_as_of VARCHAR(1200)
);

CREATE TABLE dim_product (
  product_id VARCHAR(128) NOT NULL,
  product_name VARCHAR(1024) NOT NULL,
  category VARCHAR(256) NOT NULL
);

CREATE TABLE dim_customer_delta (
  customer_id VARCHAR(128) NOT NULL,
  customer_name VARCHAR(1024),
  _customer_name_as_of VARCHAR(1200)
);

CREATE TABLE dim_customer (
  customer_id VARCHAR(128) NOT NULL,
  customer_name VARCHAR(1024) NOT NULL
);
