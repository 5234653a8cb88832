/** Parquet bytes that cannot be read, or a table that cannot be written; the message names the value and the reason. */
export class ParquetError extends Error {
  override readonly name = 'ParquetError';
}
