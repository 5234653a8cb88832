/** The engines that are compared, in the order of the tables; `wc` only counts lines: the physical limit. */
export const engineNames = [
  'wc',
  'sales',
  'sales-spark',
  'duckdb',
  'polars',
  'pyspark',
  'node',
  'pandas',
] as const;
export type EngineName = (typeof engineNames)[number];
