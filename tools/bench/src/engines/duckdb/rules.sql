-- The rules of cleaning, all of them. Each macro takes a cheap way for the values that nearly all rows have: these
-- tests were measured, and trim(), LIKE with two patterns and t[1] are what they avoid.

CREATE MACRO trimmed(t) AS
  CASE
    WHEN t < '!' OR suffix(t, ' ') OR suffix(t, chr(9)) OR suffix(t, chr(10)) OR suffix(t, chr(11))
      OR suffix(t, chr(12)) OR suffix(t, chr(13)) OR suffix(t, chr(160)) OR starts_with(t, chr(160))
    THEN nullif(trim(t, chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || ' ' || chr(160)), '')
    ELSE t
  END;

-- upper() and lower() know all of Unicode; only ASCII letters are to be folded.
CREATE MACRO ascii_upper(t) AS
  CASE WHEN strlen(t) = length(t) THEN upper(t)
  ELSE translate(t, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') END;
CREATE MACRO ascii_lower(t) AS
  CASE WHEN strlen(t) = length(t) THEN lower(t)
  ELSE translate(t, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz') END;

-- The line with its numbers as text, exactly as they are written: JSON functions go through a double.
CREATE MACRO numbers_as_text(line) AS
  regexp_replace(line, '(:\s*)(-?\d[\d.eE+-]*)(\s*[,}])', '\1"\2"\3', 'g');

CREATE MACRO as_decimal(t) AS
  CASE WHEN regexp_full_match(t, '[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?')
  THEN TRY_CAST(t AS DECIMAL(38, 9)) END;

-- An id is text or a whole number. What looks like something else is looked up in the line.
CREATE MACRO odd_id(t, line, name) AS
  CASE json_type(line, name)
    WHEN 'VARCHAR' THEN t
    WHEN 'DOUBLE' THEN
      CASE WHEN as_decimal(json_extract_string(numbers_as_text(line), name)) % 1 = 0
      THEN CAST(CAST(as_decimal(json_extract_string(numbers_as_text(line), name)) AS HUGEINT) AS VARCHAR) END
    WHEN 'BIGINT' THEN t WHEN 'UBIGINT' THEN t WHEN 'HUGEINT' THEN t
  END;
CREATE MACRO id_of(t, line, name) AS
  CASE
    WHEN t BETWEEN 'A' AND '[' THEN t
    WHEN regexp_full_match(t, '-?[\d.]+([eE][+-]?\d+)?|true|false|[\[{].*') THEN odd_id(t, line, name)
    ELSE t
  END;
CREATE MACRO id_reason(raw, id, field) AS
  CASE
    WHEN strlen(id) <= 128 THEN NULL
    WHEN id IS NOT NULL THEN field || '_out_of_range'
    WHEN trimmed(raw) IS NULL THEN 'missing_' || field
    ELSE field || '_invalid'
  END;

-- What a number, a list, an object, true or false may have become.
CREATE MACRO text_reason(t, line, field, most) AS
  CASE
    WHEN strlen(t) > most THEN field || '_out_of_range'
    WHEN t BETWEEN '-' AND ':' OR t BETWEEN '[' AND '\' OR t BETWEEN '{' AND '|' OR t IN ('true', 'false')
    THEN CASE WHEN json_type(line, field) <> 'VARCHAR' THEN field || '_invalid' END
  END;

CREATE MACRO date_of(t) AS
  CASE
    WHEN regexp_full_match(t, '\d{4}-\d\d-\d\d') THEN TRY_CAST(t AS DATE)
    WHEN regexp_full_match(t, '\d{4}/\d\d/\d\d') THEN TRY_CAST(replace(t, '/', '-') AS DATE)
    WHEN regexp_full_match(t, '\d\d/\d\d/\d{4}')
    THEN TRY_CAST(t[7:10] || '-' || t[1:2] || '-' || t[4:5] AS DATE)
    WHEN regexp_full_match(t, '\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?')
    THEN TRY_CAST(t[1:10] AS DATE)
  END;
CREATE MACRO date_reason(t, day) AS
  CASE
    WHEN day BETWEEN DATE '2000-01-01' AND current_date + 1 THEN NULL
    WHEN day IS NOT NULL THEN 'date_out_of_range'
    WHEN t IS NULL THEN 'missing_date'
    ELSE 'date_invalid'
  END;

CREATE MACRO quantity_of(t) AS
  CASE WHEN regexp_full_match(t, '\d{1,9}') THEN CAST(t AS BIGINT)
  WHEN as_decimal(t) % 1 = 0 THEN TRY_CAST(as_decimal(t) AS BIGINT) END;
CREATE MACRO quantity_reason(t, quantity) AS
  CASE
    WHEN quantity BETWEEN 1 AND 1000000 THEN NULL
    WHEN quantity <= 0 THEN 'quantity_sold_not_positive'
    WHEN quantity IS NOT NULL THEN 'quantity_sold_out_of_range'
    WHEN t IS NULL THEN 'missing_quantity_sold'
    ELSE 'quantity_sold_invalid'
  END;

-- The cast rounds half a cent up, by all the digits there are.
CREATE MACRO odd_price(t) AS
  CASE WHEN regexp_full_match(t, '[+-]?\$?(\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?')
  THEN TRY_CAST(replace(replace(t, '$', ''), ',', '') AS DECIMAL(12, 2)) END;
CREATE MACRO price_of(t, line) AS
  CASE WHEN regexp_full_match(t, '\d{1,8}(\.\d{1,2})?') THEN CAST(t AS DECIMAL(12, 2))
  ELSE odd_price(trimmed(json_extract_string(numbers_as_text(line), 'unit_price'))) END;
CREATE MACRO price_reason(t, price) AS
  CASE
    WHEN price BETWEEN 0.01 AND 99999999.99 THEN NULL
    WHEN price <= 0 THEN 'unit_price_not_positive'
    WHEN price IS NOT NULL THEN 'unit_price_out_of_range'
    WHEN t IS NULL THEN 'missing_unit_price'
    ELSE 'unit_price_invalid'
  END;

-- Known spellings of the open enumerations, in lower case.
SET VARIABLE categories = MAP {
  'electronics': 'Electronics', 'electronic': 'Electronics', 'consumer electronics': 'Electronics',
  'clothing': 'Clothing', 'clothes': 'Clothing', 'apparel': 'Clothing',
  'groceries': 'Groceries', 'grocery': 'Groceries', 'food': 'Groceries',
  'home & kitchen': 'Home & Kitchen', 'home and kitchen': 'Home & Kitchen', 'home': 'Home & Kitchen',
  'kitchen': 'Home & Kitchen',
  'beauty': 'Beauty', 'beauty & personal care': 'Beauty', 'cosmetics': 'Beauty',
  'sports': 'Sports', 'sport': 'Sports', 'sports & outdoors': 'Sports',
  'toys': 'Toys', 'toy': 'Toys', 'toys & games': 'Toys',
  'books': 'Books', 'book': 'Books', 'furniture': 'Furniture', 'automotive': 'Automotive' };
SET VARIABLE payments = MAP {
  'cash': 'Cash', 'credit card': 'Credit Card', 'credit': 'Credit Card', 'creditcard': 'Credit Card',
  'credit_card': 'Credit Card', 'cc': 'Credit Card',
  'debit card': 'Debit Card', 'debit': 'Debit Card', 'debitcard': 'Debit Card', 'debit_card': 'Debit Card',
  'gift card': 'Gift Card', 'giftcard': 'Gift Card', 'gift_card': 'Gift Card', 'voucher': 'Gift Card',
  'mobile wallet': 'Mobile Wallet', 'mobile': 'Mobile Wallet', 'wallet': 'Mobile Wallet',
  'mobile_wallet': 'Mobile Wallet', 'mobile payment': 'Mobile Wallet',
  'bank transfer': 'Bank Transfer', 'transfer': 'Bank Transfer', 'bank_transfer': 'Bank Transfer',
  'wire': 'Bank Transfer', 'upi': 'UPI', 'paypal': 'PayPal' };
-- Spelled out, because a long IN becomes a join, and a join does not keep the order of rows.
CREATE MACRO category_of(t) AS
  CASE t
    WHEN 'Electronics' THEN t WHEN 'Clothing' THEN t WHEN 'Groceries' THEN t WHEN 'Home & Kitchen' THEN t
    WHEN 'Beauty' THEN t WHEN 'Sports' THEN t WHEN 'Toys' THEN t WHEN 'Books' THEN t WHEN 'Furniture' THEN t
    WHEN 'Automotive' THEN t
    ELSE coalesce(getvariable('categories')[ascii_lower(t)], t)
  END;
CREATE MACRO payment_of(t) AS
  CASE t
    WHEN 'Cash' THEN t WHEN 'Credit Card' THEN t WHEN 'Debit Card' THEN t WHEN 'Gift Card' THEN t
    WHEN 'Mobile Wallet' THEN t WHEN 'Bank Transfer' THEN t WHEN 'UPI' THEN t WHEN 'PayPal' THEN t
    ELSE coalesce(getvariable('payments')[ascii_lower(t)], t)
  END;

-- Half a surrogate pair is U+FFFD to us and an error to the JSON functions. Whole pairs are kept.
CREATE MACRO without_half_pairs(line) AS
  regexp_replace(regexp_replace(regexp_replace(line,
    '\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})', '<<\1|\2>>', 'g'),
    '\\u[dD][89a-fA-F][0-9a-fA-F]{2}', '\\ufffd', 'g'),
    '<<(....)\|(....)>>', '\\u\1\\u\2', 'g');

-- Of keys that stand twice the last one counts; the JSON functions take the first.
CREATE MACRO last_member(line, field) AS
  list_extract(json_extract(line, '$.*'),
    1 + len(json_keys(line)) - list_position(list_reverse(json_keys(line)), field));
CREATE MACRO with_last_members(line) AS json_object(
  'transaction_id', last_member(line, 'transaction_id'), 'date', last_member(line, 'date'),
  'store_id', last_member(line, 'store_id'), 'store_name', last_member(line, 'store_name'),
  'city', last_member(line, 'city'), 'product_id', last_member(line, 'product_id'),
  'product_name', last_member(line, 'product_name'), 'category', last_member(line, 'category'),
  'customer_id', last_member(line, 'customer_id'), 'customer_name', last_member(line, 'customer_name'),
  'quantity_sold', last_member(line, 'quantity_sold'), 'unit_price', last_member(line, 'unit_price'),
  'total_amount', last_member(line, 'total_amount'), 'payment_method', last_member(line, 'payment_method'))::VARCHAR;

-- A line as JSON text that the functions read as we do; the JSON null when it is no JSON.
CREATE MACRO readable(line) AS
  CASE
    WHEN NOT json_valid(line)
    THEN CASE WHEN contains(lower(line), '\ud') AND json_valid(without_half_pairs(line))
         THEN without_half_pairs(line) ELSE 'null' END
    -- Taken for valid, as an extension of JSON.
    WHEN suffix(line, ',}') OR suffix(line, ',}' || chr(13)) THEN 'null'
    WHEN len(json_keys(line)) > 14
    THEN CASE WHEN len(list_distinct(json_keys(line))) < len(json_keys(line)) THEN with_last_members(line)
         ELSE line END
    ELSE line
  END;
