import { ParquetError } from './errors.ts';
import type { Table, TableSchema } from './table.ts';

/** How pages are compressed. */
export type Codec = 'snappy' | 'zstd' | 'uncompressed';

/** Turns tables into the bytes of one Parquet file, piece by piece. */
export interface ParquetWriter {
  /** Encodes the table as one row group and returns the bytes to append (the first call's include the magic). */
  writeRowGroup(table: Table): Uint8Array;
  /** Returns the footer's bytes; the file is complete with them. A writer with no row group gives a valid empty file. */
  finish(): Uint8Array;
  readonly rowCount: number;
}

/** What a file is written with. `metadata` becomes the footer's key-value pairs; `codec` is snappy unless given. */
export interface ParquetWriterOptions {
  readonly schema: TableSchema;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly codec?: Codec;
}

/** Starts a file with the given columns. */
export function createParquetWriter(options: ParquetWriterOptions): ParquetWriter {
  throw new ParquetError(`The writer of ${options.schema.length} columns is not in place yet.`);
}
