import type { ColumnChunk as ChunkEntry, RowGroup } from 'hyparquet';
import { getSchemaPath } from 'hyparquet/src/schema.js';
import { decodeColumnChunk } from './decoding/columnChunk.ts';
import { ParquetError } from './errors.ts';
import { readFooter, readRange } from './decoding/footer.ts';
import { tableSchema } from './schema.ts';
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
  /**
   * Reads one row group; `columns`: names in the order wanted, default all. Text that the file holds with a dictionary
   * comes back as codes. Rejects with ParquetError for an unknown name, an index out of range and damaged pages.
   */
  readRowGroup(index: number, columns?: readonly string[]): Promise<Table>;
}

/** Reads the footer and returns the file. Rejects with ParquetError when the bytes are not a whole Parquet file. */
export async function openParquet(source: ByteSource): Promise<ParquetFile> {
  const footer = await readFooter(source);
  const schema = tableSchema(footer);
  const columnIndices = new Map(schema.map(({ name }, index) => [name, index]));

  async function readColumn(rowGroup: RowGroup, index: number): Promise<Table['columns'][number]> {
    const { name, type } = schema[index]!;
    try {
      const { metadata, start, end } = chunkRange(rowGroup.columns[index]);
      const bytes = await readRange(source, start, end);
      const schemaPath = getSchemaPath(footer.schema, [name]);
      const numberKind = type.kind === 'int32' || type.kind === 'date' ? 'int32' : 'int64';
      return decodeColumnChunk(
        { bytes, metadata, schemaPath, rowCount: Number(rowGroup.num_rows) },
        numberKind,
      );
    } catch (cause) {
      const group = footer.row_groups.indexOf(rowGroup);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ParquetError(`Column "${name}" of row group ${group} cannot be read: ${reason}`, { cause });
    }
  }

  return {
    schema,
    rowCount: Number(footer.num_rows),
    metadata: Object.fromEntries(
      (footer.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']),
    ),
    rowGroupCount: footer.row_groups.length,
    async readRowGroup(index, columns = schema.map(({ name }) => name)) {
      const rowGroup = footer.row_groups[index];
      if (!rowGroup)
        throw new ParquetError(`There is no row group ${index}; the file has ${footer.row_groups.length}.`);
      const indices = columns.map((name) => {
        const found = columnIndices.get(name);
        if (found !== undefined) return found;
        throw new ParquetError(
          `There is no column "${name}"; the file has ${[...columnIndices.keys()].join(', ')}.`,
        );
      });
      return {
        schema: indices.map((column) => schema[column]!),
        rowCount: Number(rowGroup.num_rows),
        columns: await Promise.all(indices.map((column) => readColumn(rowGroup, column))),
      };
    },
  };
}

function chunkRange(chunk: ChunkEntry | undefined) {
  const metadata = chunk?.meta_data;
  if (!metadata) throw new ParquetError('The footer does not say where it is.');
  // Some writers set a dictionary offset of 0 where there is no dictionary.
  const start = Number(metadata.dictionary_page_offset || metadata.data_page_offset);
  return { metadata, start, end: start + Number(metadata.total_compressed_size) };
}

/** Makes a source of bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { sizeBytes: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
