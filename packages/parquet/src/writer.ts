import type { RowGroup } from 'hyparquet';
import { encodeFooter, MAGIC } from './encoding/footer.ts';
import { ParquetError } from './errors.ts';
import { type EncodedRowGroup, encodeRowGroup, placeRowGroup } from './rowGroup.ts';
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
  /** Takes a row group that `encodeRowGroup` made with the same schema, and returns the pieces to append, uncopied. */
  appendRowGroup(encoded: EncodedRowGroup): readonly Uint8Array[];
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
  const append = (parts: readonly Uint8Array[]): readonly Uint8Array[] => {
    const all = fileOffset === 0 ? [MAGIC, ...parts] : parts;
    for (const { length } of all) fileOffset += length;
    return all;
  };
  const assertOpen = (): void => {
    if (isFinished) throw new ParquetError('The file is finished; start another writer for more rows.');
  };

  const appendRowGroup = (encoded: EncodedRowGroup): readonly Uint8Array[] => {
    if (encoded.rowCount === 0) return append([]);
    rowGroups.push(placeRowGroup(encoded, fileOffset || MAGIC.length));
    rowCount += encoded.rowCount;
    return append(encoded.parts);
  };

  return {
    get rowCount() {
      return rowCount;
    },
    writeRowGroup(table) {
      assertOpen();
      return Buffer.concat(appendRowGroup(encodeRowGroup(table, { schema, codec })));
    },
    appendRowGroup(encoded) {
      assertOpen();
      return appendRowGroup(encoded);
    },
    finish() {
      assertOpen();
      isFinished = true;
      return Buffer.concat(append([encodeFooter({ schema: elements, rowGroups, metadata })]));
    },
  };
}
