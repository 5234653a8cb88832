import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { ColumnMetaData, SchemaTree } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { ParquetError } from '../errors.ts';
import type { Column, TextValues } from '../table.ts';
import type { DataPage, Pages } from './pages.ts';
import { hasNulls, textColumn } from './textColumn.ts';
import { readPlainTexts, snappyUncompress, textHeap } from './texts.ts';

/** A column chunk's bytes and what the footer says of them. `schemaPath` is the schema's root and the column's node. */
export interface ColumnChunk {
  readonly bytes: Uint8Array;
  readonly metadata: ColumnMetaData;
  readonly schemaPath: SchemaTree[];
  readonly rowCount: number;
}

const decompressor =
  (decompress: (bytes: Uint8Array) => Uint8Array) =>
  (bytes: Uint8Array): Uint8Array =>
    bytes.length === 0 ? bytes : decompress(bytes);

const compressors = {
  SNAPPY: snappyUncompress,
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
  if (metadata.type === 'BYTE_ARRAY') {
    if (pages.dictionaryTexts && pages.dataPages.every((page) => page.isDictionaryEncoded)) {
      const codes = new Int32Array(rowCount).fill(-1);
      fillRows(codes, { ...pages, dictionary: undefined }, rowCount);
      return { kind: 'codes', codes, dictionary: pages.dictionaryTexts };
    }
    return textColumn(pages, rowCount);
  }
  if (metadata.type === 'INT64') {
    const values = new BigInt64Array(rowCount);
    return { kind: 'int64', values, ...fillRows(values, pages, rowCount) };
  }
  const values = new Int32Array(rowCount);
  const validity = fillRows(values, pages, rowCount);
  if (numberKind === 'int32') return { kind: 'int32', values, ...validity };
  return { kind: 'int64', values: BigInt64Array.from(values, BigInt), ...validity };
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
    if (lookup === undefined && !hasNulls(levels) && isTypedAlike(rows, values)) {
      rows.set(values, row);
      row += page.rowCount;
      continue;
    }
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

/** Whether numbers can be copied as they lie in memory. */
function isTypedAlike(
  rows: { [row: number]: unknown },
  values: ArrayLike<unknown>,
): rows is { [row: number]: unknown; set: (values: ArrayLike<unknown>, at: number) => void } {
  return (
    (rows instanceof BigInt64Array && values instanceof BigInt64Array) ||
    (rows instanceof Int32Array && values instanceof Int32Array)
  );
}

// Pages are decoded only as far as what is stored: hyparquet's next step would turn decimals into floats.
function readPages({ bytes, metadata, schemaPath, rowCount }: ColumnChunk): Pages {
  const { type, codec, path_in_schema: pathInSchema } = metadata;
  const element = schemaPath.at(-1)!.element;
  const decoder = { type, codec, element, schemaPath, pathInSchema, compressors, parsers: DEFAULT_PARSERS };
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const dataPages: DataPage[] = [];
  let dictionary: ArrayLike<unknown> | undefined;
  let dictionaryTexts: TextValues | undefined;
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
      const page = v1 && decompressPage(stored, header.uncompressed_page_size, codec, compressors);
      const isDictionaryEncoded = pageHeader.encoding.endsWith('_DICTIONARY');
      const isText = type === 'BYTE_ARRAY' && !isDictionaryEncoded;
      if (page && isText && pageHeader.encoding === 'PLAIN') {
        dataPages.push(textPage(page, pageHeader.num_values, element.repetition_type === 'OPTIONAL'));
        continue;
      }
      const { definitionLevels, dataPage } = page
        ? readDataPage(page, v1, decoder)
        : readDataPageV2(stored, header, decoder);
      dataPages.push({
        rowCount: pageHeader.num_values,
        levels: definitionLevels,
        values: dataPage,
        isDictionaryEncoded,
        ...(isText && { texts: textHeap(dataPage as ArrayLike<Uint8Array>) }),
      });
    } else if (dictionaryHeader) {
      const page = decompressPage(stored, header.uncompressed_page_size, codec, compressors);
      if (type === 'BYTE_ARRAY') {
        dictionaryTexts = readPlainTexts(page, dictionaryHeader.num_values);
        continue;
      }
      const plain = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 };
      dictionary = readPlain(plain, type, dictionaryHeader.num_values, undefined);
    }
  }
  return { dictionary, dictionaryTexts, dataPages };
}

/** Reads a V1 page of texts in PLAIN: the levels of a nullable column behind their size, then the texts. */
function textPage(page: Uint8Array, rowCount: number, isNullable: boolean): DataPage {
  if (!isNullable)
    return {
      rowCount,
      levels: undefined,
      values: [],
      texts: readPlainTexts(page, rowCount),
      isDictionaryEncoded: false,
    };
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const size = view.getUint32(0, true);
  const levels: number[] = Array.from({ length: rowCount }, () => 0);
  readRleBitPackedHybrid({ view, offset: 4 }, 1, levels, size);
  const present = levels.reduce((sum, level) => sum + level, 0);
  return {
    rowCount,
    levels,
    values: [],
    texts: readPlainTexts(page.subarray(4 + size), present),
    isDictionaryEncoded: false,
  };
}
