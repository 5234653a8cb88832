import type { ColumnChunk, RowGroup } from 'hyparquet';
import { assertConforms, assertDigits } from './conformance.ts';
import { encodeColumnChunk } from './encoding/columnChunk.ts';
import { ParquetError } from './errors.ts';
import type { ColumnSchema, Table, TableSchema } from './table.ts';
import type { Codec } from './writer.ts';

/** A table as the bytes of one row group, one part after another, at home in no file yet: it can be made in another thread than the file. */
export interface EncodedRowGroup {
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly rowCount: number;
  /** Its entry in the footer, with places counted from its own first byte. */
  readonly entry: RowGroup;
}

/** Where a row group grows; it is kept for the next one. */
let output = new Uint8Array(1 << 16);
let outputBytes = 0;

function write(bytes: Uint8Array): void {
  const end = outputBytes + bytes.length;
  if (end > output.length) {
    const larger = new Uint8Array(Math.max(end, output.length * 2));
    larger.set(output.subarray(0, outputBytes));
    output = larger;
  }
  output.set(bytes, outputBytes);
  outputBytes = end;
}

/**
 * Encodes a table as one row group. Throws ParquetError, naming the column, when the table is not what the schema
 * promises. `codec` is snappy unless given.
 */
export function encodeRowGroup(
  table: Table,
  options: { readonly schema: TableSchema; readonly codec?: Codec },
): EncodedRowGroup {
  const { schema, codec = 'snappy' } = options;
  assertConforms(table, schema);
  const { rowCount } = table;
  outputBytes = 0;
  const columns: RowGroup['columns'] = [];
  for (const [index, column] of schema.entries()) {
    const { name, nullable } = column;
    const entry = encodeColumnChunk(table.columns[index]!, {
      name,
      nullable,
      rowCount,
      codec,
      fileOffset: outputBytes,
      write,
    });
    assertDigits(column, entry.meta_data?.statistics);
    columns.push(entry);
  }
  const bytes = output.slice(0, outputBytes);
  return { parts: [bytes], rowCount, entry: rowGroupEntry(rowCount, columns, bytes.length) };
}

function rowGroupEntry(rowCount: number, columns: RowGroup['columns'], sizeBytes: number): RowGroup {
  return {
    columns,
    num_rows: BigInt(rowCount),
    file_offset: 0n,
    total_byte_size: columns.reduce((sum, chunk) => sum + chunk.meta_data!.total_uncompressed_size, 0n),
    total_compressed_size: BigInt(sizeBytes),
  };
}

/** A row group as `encodeRowGroup` makes it, that columns are taken from, and its columns. */
export interface ColumnSource {
  readonly rowGroup: EncodedRowGroup;
  readonly schema: TableSchema;
}

/**
 * Makes a row group of columns that others of the same rows have already, without encoding or copying them again: each
 * column of `schema` from the first that has one of its name. Throws ParquetError when none has.
 */
export function joinColumns(schema: TableSchema, sources: readonly ColumnSource[]): EncodedRowGroup {
  const chunks = schema.map((column) => chunkOf(column, sources));
  const columns: RowGroup['columns'] = [];
  let at = 0;
  for (const { stored, entry, start } of chunks) {
    columns.push(shiftChunk(entry, BigInt(at - start)));
    at += stored.length;
  }
  const { rowCount } = sources[0]!.rowGroup;
  return { parts: chunks.map(({ stored }) => stored), rowCount, entry: rowGroupEntry(rowCount, columns, at) };
}

function chunkOf({ name, nullable }: ColumnSchema, sources: readonly ColumnSource[]) {
  for (const { rowGroup, schema } of sources) {
    const index = schema.findIndex((column) => column.name === name && column.nullable === nullable);
    const entry = rowGroup.entry.columns[index];
    if (entry === undefined) continue;
    const start = Number(entry.file_offset);
    const end = start + Number(entry.meta_data!.total_compressed_size);
    return { entry, start, stored: rowGroup.parts[0]!.subarray(start, end) };
  }
  throw new ParquetError(`No row group has a column "${name}" to take.`);
}

/** Gives a row group's entry for a file that holds it from `fileOffset` on. */
export function placeRowGroup({ entry }: EncodedRowGroup, fileOffset: number): RowGroup {
  const shift = BigInt(fileOffset);
  return {
    ...entry,
    file_offset: shift,
    columns: entry.columns.map((chunk) => shiftChunk(chunk, shift)),
  };
}

function shiftChunk(chunk: ColumnChunk, shift: bigint): ColumnChunk {
  const { data_page_offset, dictionary_page_offset, ...rest } = chunk.meta_data!;
  return {
    ...chunk,
    file_offset: chunk.file_offset + shift,
    meta_data: {
      ...rest,
      data_page_offset: data_page_offset + shift,
      ...(dictionary_page_offset !== undefined && {
        dictionary_page_offset: dictionary_page_offset + shift,
      }),
    },
  };
}
