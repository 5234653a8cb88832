import { assertConforms } from './conformance.ts';
import { createEncoder } from './encoder.ts';
import { ParquetError } from './errors.ts';
import type { Table, TableSchema } from './table.ts';

/** How pages are compressed. */
export type Codec = 'snappy' | 'zstd' | 'uncompressed';

/** Turns tables into the bytes of one Parquet file, piece by piece. */
export interface ParquetWriter {
  /**
   * Encodes the table as one row group and returns the bytes to append (the first call's include the magic). A table
   * without rows adds no row group. Throws ParquetError, naming the column, when the table is not what the schema promises.
   */
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

/** Starts a file with the given columns. Throws ParquetError for a schema that no file can have. */
export function createParquetWriter(options: ParquetWriterOptions): ParquetWriter {
  const encoder = createEncoder(options);
  let rowCount = 0;
  let finished = false;
  const assertOpen = (): void => {
    if (finished) throw new ParquetError('The file is finished; start another writer for more rows.');
  };
  return {
    get rowCount() {
      return rowCount;
    },
    writeRowGroup(table) {
      assertOpen();
      assertConforms(table, options.schema);
      const bytes = encoder.encodeRowGroup(table);
      rowCount += table.rowCount;
      return bytes;
    },
    finish() {
      assertOpen();
      finished = true;
      return encoder.encodeFooter();
    },
  };
}
