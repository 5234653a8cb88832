CREATE TABLE silver_sales (
  transaction_id VARCHAR NOT NULL,
  date DATE NOT NULL,
  store_id VARCHAR NOT NULL,
  store_name VARCHAR,
  city VARCHAR,
  product_id VARCHAR NOT NULL,
  product_name VARCHAR,
  category VARCHAR,
  customer_id VARCHAR NOT NULL,
  customer_name VARCHAR,
  quantity_sold INTEGER NOT NULL,
  unit_price DECIMAL(12,2) NOT NULL,
  total_amount DECIMAL(18,2) NOT NULL,
  payment_method VARCHAR,
  _source_time TIMESTAMP NOT NULL,
  _source_key VARCHAR NOT NULL,
  _source_offset BIGINT NOT NULL
);

CREATE TABLE fact_sales (
  transaction_id VARCHAR NOT NULL,
  date DATE NOT NULL,
  store_id VARCHAR NOT NULL,
  product_id VARCHAR NOT NULL,
  customer_id VARCHAR NOT NULL,
  quantity_sold INTEGER NOT NULL,
  unit_price DECIMAL(12,2) NOT NULL,
  total_amount DECIMAL(18,2) NOT NULL,
  payment_method VARCHAR,
  _attributes_hash BIGINT NOT NULL,
  _source_time TIMESTAMP NOT NULL,
  _source_key VARCHAR NOT NULL,
  _source_offset BIGINT NOT NULL
);

CREATE TABLE dim_store_delta (
  store_id VARCHAR NOT NULL,
  store_name VARCHAR,
  _store_name_as_of VARCHAR,
  city VARCHAR,
  _city_as_of VARCHAR
);

CREATE TABLE dim_store (
  store_id VARCHAR NOT NULL,
  store_name VARCHAR NOT NULL,
  city VARCHAR NOT NULL
);

CREATE TABLE dim_product_delta (
  product_id VARCHAR NOT NULL,
  product_name VARCHAR,
  _product_name_as_of VARCHAR,
  category VARCHAR,
  _category_as_of VARCHAR
);

CREATE TABLE dim_product (
  product_id VARCHAR NOT NULL,
  product_name VARCHAR NOT NULL,
  category VARCHAR NOT NULL
);

CREATE TABLE dim_customer_delta (
  customer_id VARCHAR NOT NULL,
  customer_name VARCHAR,
  _customer_name_as_of VARCHAR
);

CREATE TABLE dim_customer (
  customer_id VARCHAR NOT NULL,
  customer_name VARCHAR NOT NULL
);
