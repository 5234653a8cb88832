import { ParquetError } from './errors.ts';
import type { Table, TableSchema } from './table.ts';

/** Bytes at a place that can be read in ranges: a file, an object in a store, a buffer. `end` is exclusive. */
export interface ByteSource {
  readonly sizeBytes: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

/** An opened file: its footer is read, its row groups are read on demand. */
export interface ParquetFile {
  readonly schema: TableSchema;
  readonly rowCount: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly rowGroupCount: number;
  /** Reads one row group; `columns`: names in the order wanted, default all. */
  readRowGroup(index: number, columns?: readonly string[]): Promise<Table>;
}

/** Reads the footer and returns the file. Rejects with ParquetError when the bytes are not a whole Parquet file. */
export async function openParquet(source: ByteSource): Promise<ParquetFile> {
  throw new ParquetError(`The reader of ${source.sizeBytes} bytes is not in place yet.`);
}

/** Makes a source of bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { sizeBytes: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
