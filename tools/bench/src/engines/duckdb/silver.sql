-- From here on nothing depends on the order in which rows are written.
SET preserve_insertion_order = false;

COPY (SELECT * EXCLUDE (reasons, raw), rowid AS row_number FROM rows WHERE reasons IS NULL)
TO '{output}/silver/part-0.parquet' (FORMAT parquet);

COPY (
  SELECT reasons, raw FROM rows WHERE reasons IS NOT NULL
  UNION ALL
  FROM unreadable
) TO '{output}/quarantine/part-0.parquet' (FORMAT parquet);
