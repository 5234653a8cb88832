import type { RowGroup } from 'hyparquet';
import { assertConforms, assertDigits } from './conformance.ts';
import { encodeColumnChunk } from './encoding/columnChunk.ts';
import { encodeFooter, MAGIC } from './encoding/footer.ts';
import { ParquetError } from './errors.ts';
import { schemaElements } from './schema.ts';
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
  const { schema, metadata = {}, codec = 'snappy' } = options;
  const elements = schemaElements(schema);
  const rowGroups: RowGroup[] = [];
  let rowCount = 0;
  let fileOffset = 0;
  let isFinished = false;

  /** Adds the magic where the bytes are the file's first. */
  const append = (parts: readonly Uint8Array[]): Uint8Array => {
    const bytes = Buffer.concat(fileOffset === 0 ? [MAGIC, ...parts] : parts);
    fileOffset += bytes.length;
    return bytes;
  };
  const assertOpen = (): void => {
    if (isFinished) throw new ParquetError('The file is finished; start another writer for more rows.');
  };

  return {
    get rowCount() {
      return rowCount;
    },
    writeRowGroup(table) {
      assertOpen();
      assertConforms(table, schema);
      if (table.rowCount === 0) return append([]);
      const rowGroup = encodeRowGroup(table, schema, codec, fileOffset || MAGIC.length);
      rowGroups.push(rowGroup.entry);
      rowCount += table.rowCount;
      return append(rowGroup.parts);
    },
    finish() {
      assertOpen();
      isFinished = true;
      return append([encodeFooter({ schema: elements, rowGroups, metadata })]);
    },
  };
}

function encodeRowGroup(table: Table, schema: TableSchema, codec: Codec, fileOffset: number) {
  const { rowCount } = table;
  const parts: Uint8Array[] = [];
  const columns: RowGroup['columns'] = [];
  let sizeBytes = 0;
  for (const [index, column] of schema.entries()) {
    const { name, nullable } = column;
    const chunkOffset = fileOffset + sizeBytes;
    const chunk = encodeColumnChunk(table.columns[index]!, {
      name,
      nullable,
      rowCount,
      codec,
      fileOffset: chunkOffset,
    });
    assertDigits(column, chunk.entry.meta_data?.statistics);
    parts.push(...chunk.parts);
    columns.push(chunk.entry);
    sizeBytes += chunk.sizeBytes;
  }
  const entry: RowGroup = {
    columns,
    num_rows: BigInt(rowCount),
    file_offset: BigInt(fileOffset),
    total_byte_size: columns.reduce((bytes, chunk) => bytes + chunk.meta_data!.total_uncompressed_size, 0n),
    total_compressed_size: BigInt(sizeBytes),
  };
  return { parts, entry };
}
