import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { ColumnMetaData, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { ParquetError } from '../errors.ts';
import type { Column, TextValues } from '../table.ts';

/** A column chunk's bytes and what the footer says of them. `schemaPath` is the schema's root and the column's node. */
export interface ColumnChunk {
  readonly bytes: Uint8Array;
  readonly metadata: ColumnMetaData;
  readonly schemaPath: SchemaTree[];
  readonly rowCount: number;
}

interface DataPage {
  readonly rowCount: number;
  /** 0 for each row that is null; empty or absent when no row is. */
  readonly levels: ArrayLike<number> | undefined;
  /** The rows that are not null, as stored: numbers, byte slices, or indices into the chunk's dictionary. */
  readonly values: ArrayLike<unknown>;
  readonly isDictionaryEncoded: boolean;
}

interface Pages {
  readonly dictionary: ArrayLike<unknown> | undefined;
  readonly dataPages: readonly DataPage[];
}

const decompressor =
  (decompress: (bytes: Uint8Array) => Uint8Array) =>
  (bytes: Uint8Array): Uint8Array =>
    bytes.length === 0 ? bytes : decompress(bytes);

// Snappy is hyparquet's own.
const compressors = {
  ZSTD: decompressor(zstdDecompressSync),
  GZIP: decompressor(gunzipSync),
  BROTLI: decompressor(brotliDecompressSync),
};

/** Decodes a chunk to a column: byte arrays to text (codes where the chunk has a dictionary), numbers to `numberKind`. */
export function decodeColumnChunk(chunk: ColumnChunk, numberKind: 'int32' | 'int64'): Column {
  const pages = readPages(chunk);
  const { rowCount, metadata } = chunk;
  const rowsFound = pages.dataPages.reduce((rows, page) => rows + page.rowCount, 0);
  if (rowsFound !== rowCount)
    throw new ParquetError(`Its pages hold ${rowsFound} rows, the row group ${rowCount}.`);
  if (metadata.type === 'BYTE_ARRAY') return textColumn(pages, rowCount);
  if (metadata.type === 'INT64') {
    const values = new BigInt64Array(rowCount);
    return { kind: 'int64', values, ...fillRows(values, pages, rowCount) };
  }
  const values = new Int32Array(rowCount);
  const validity = fillRows(values, pages, rowCount);
  if (numberKind === 'int32') return { kind: 'int32', values, ...validity };
  return { kind: 'int64', values: BigInt64Array.from(values, BigInt), ...validity };
}

function textColumn(pages: Pages, rowCount: number): Column {
  if (pages.dictionary && pages.dataPages.every((page) => page.isDictionaryEncoded)) {
    const codes = new Int32Array(rowCount).fill(-1);
    fillRows(codes, { ...pages, dictionary: undefined }, rowCount);
    return { kind: 'codes', codes, dictionary: textHeap(pages.dictionary as ArrayLike<Uint8Array>) };
  }
  const nothing = new Uint8Array();
  const slices = Array.from({ length: rowCount }, () => nothing);
  const validity = fillRows(slices, pages, rowCount);
  return { kind: 'text', values: textHeap(slices), ...validity };
}

function textHeap(slices: ArrayLike<Uint8Array>): TextValues {
  const offsets = new Uint32Array(slices.length + 1);
  let end = 0;
  for (let index = 0; index < slices.length; index++) {
    end += slices[index]!.length;
    offsets[index + 1] = end;
  }
  if (end >= 2 ** 32)
    throw new ParquetError(`Its texts take ${end} bytes; a row group's must stay below 4 GiB.`);
  const bytes = new Uint8Array(end);
  for (let index = 0; index < slices.length; index++) bytes.set(slices[index]!, offsets[index]);
  return { bytes, offsets };
}

/** Writes every row's value to `rows`, leaves nulls as they are there, and returns the validity if there are any. */
function fillRows(
  rows: { [row: number]: unknown },
  { dataPages, dictionary }: Pages,
  rowCount: number,
): { validity?: Uint8Array } {
  let validity: Uint8Array | undefined;
  let row = 0;
  for (const page of dataPages) {
    const { levels, values } = page;
    const lookup = page.isDictionaryEncoded ? dictionary : undefined;
    let next = 0;
    for (const pageEnd = row + page.rowCount, pageStart = row; row < pageEnd; row++) {
      if (levels?.[row - pageStart] === 0) {
        validity ??= new Uint8Array(rowCount).fill(1);
        validity[row] = 0;
      } else {
        const value = values[next++];
        rows[row] = lookup ? lookup[value as number] : value;
      }
    }
  }
  return validity ? { validity } : {};
}

// Pages are decoded only as far as what is stored: hyparquet's next step would turn decimals into floats.
function readPages({ bytes, metadata, schemaPath, rowCount }: ColumnChunk): Pages {
  const { type, codec, path_in_schema: pathInSchema } = metadata;
  const element = schemaPath.at(-1)!.element;
  const decoder = { type, codec, element, schemaPath, pathInSchema, compressors, parsers: DEFAULT_PARSERS };
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const dataPages: DataPage[] = [];
  let dictionary: ArrayLike<unknown> | undefined;
  while (reader.offset < bytes.length) {
    const header = parquetHeader(reader);
    const stored = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    if (stored.length !== header.compressed_page_size) {
      throw new ParquetError(
        `A page claims ${header.compressed_page_size} bytes; ${stored.length} are left.`,
      );
    }
    reader.offset += stored.length;
    const {
      data_page_header: v1,
      data_page_header_v2: v2,
      dictionary_page_header: dictionaryHeader,
    } = header;
    const pageHeader = v1 ?? v2;
    if (pageHeader) {
      if (pageHeader.num_values > rowCount)
        throw new ParquetError(`A page claims ${pageHeader.num_values} rows.`);
      const { definitionLevels, dataPage } = v2
        ? readDataPageV2(stored, header, decoder)
        : readDataPage(
            decompressPage(stored, header.uncompressed_page_size, codec, compressors),
            v1!,
            decoder,
          );
      dataPages.push({
        rowCount: pageHeader.num_values,
        levels: definitionLevels,
        values: dataPage,
        isDictionaryEncoded: pageHeader.encoding.endsWith('_DICTIONARY'),
      });
    } else if (dictionaryHeader) {
      const page = decompressPage(stored, header.uncompressed_page_size, codec, compressors);
      const plain = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
      dictionary = readPlain(plain, type, dictionaryHeader.num_values, undefined);
    }
  }
  return { dictionary, dataPages };
}
