import { constants, zstdCompressSync } from 'node:zlib';
import type { ColumnChunk, CompressionCodec, PageHeader } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { Column } from '../table.ts';
import type { Codec } from '../writer.ts';
import { type ColumnValues, presentRows, type Validity } from './columnValues.ts';
import { encodeHybrid, snappyCompress } from '../kernel/kernel.ts';
import { encodeRepeat } from './hybrid.ts';
import { numberValues } from './numbers.ts';
import { codedTextValues, textValues, validityOf } from './texts.ts';

const PAGE_ROWS = 1 << 16;
const PAGE_BYTES = 1 << 20; // a reader holds a page at a time
const SAMPLE_BYTES = 1 << 14; // shows well enough what the rest saves; a quarter of a row group's snappy time was samples
const MIN_SAVING = 0.1; // of the bytes; below it compression is not worth every reader's time to undo it

/** What a column's chunk is written as. */
export interface ChunkOptions {
  readonly name: string;
  readonly nullable: boolean;
  readonly rowCount: number;
  readonly codec: Codec;
  /** Where in the file the chunk begins. */
  readonly fileOffset: number;
}

/** A chunk's bytes, in pieces, and its entry in the footer. */
export interface EncodedChunk {
  readonly parts: readonly Uint8Array[];
  readonly sizeBytes: number;
  readonly entry: ColumnChunk;
}

interface Page {
  readonly bytes: Uint8Array;
  readonly header: Omit<PageHeader, 'uncompressed_page_size' | 'compressed_page_size'>;
}

interface Compression {
  readonly name: CompressionCodec;
  readonly compress: (bytes: Uint8Array) => Uint8Array;
}

// Higher levels save a few percent of a page for several times its time.
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const COMPRESSIONS: Readonly<Record<Codec, Compression>> = {
  uncompressed: { name: 'UNCOMPRESSED', compress: (bytes) => bytes },
  snappy: { name: 'SNAPPY', compress: snappyCompress },
  zstd: { name: 'ZSTD', compress: (bytes) => zstdCompressSync(bytes, fastest) },
};

/** Encodes a column as a dictionary page, if it has one, and V1 data pages, which every reader of Parquet knows. */
export function encodeColumnChunk(column: Column, options: ChunkOptions): EncodedChunk {
  const { name, nullable, rowCount, fileOffset } = options;
  const validity = column.kind === 'codes' ? validityOf(column.codes) : column.validity;
  const values = columnValues(column, validity);
  const dictionaryPages = values.dictionary ? [dictionaryPage(values.dictionary)] : [];
  const dataPages = pageRanges(values, 0, rowCount).map(([startRow, endRow]) => {
    const encoded = values.encode(startRow, endRow);
    return dataPage(
      values,
      endRow - startRow,
      nullable ? [levels(validity, startRow, endRow), encoded] : [encoded],
    );
  });
  const compression = chooseCompression([dictionaryPages, dataPages], COMPRESSIONS[options.codec]);
  const dictionary = storePages(dictionaryPages, compression);
  const data = storePages(dataPages, compression);
  const sizeBytes = dictionary.sizeBytes + data.sizeBytes;
  const dataOffset = BigInt(fileOffset + dictionary.sizeBytes);
  return {
    parts: [...dictionary.parts, ...data.parts],
    sizeBytes,
    entry: {
      file_offset: BigInt(fileOffset),
      meta_data: {
        type: physicalType(column),
        encodings: values.dictionary ? ['PLAIN_DICTIONARY', 'RLE'] : ['PLAIN', 'RLE'],
        path_in_schema: [name],
        codec: compression.name,
        num_values: BigInt(rowCount),
        total_uncompressed_size: BigInt(dictionary.uncompressedBytes + data.uncompressedBytes),
        total_compressed_size: BigInt(sizeBytes),
        data_page_offset: dataOffset,
        ...(values.dictionary && { dictionary_page_offset: BigInt(fileOffset) }),
        statistics: {
          null_count: BigInt(rowCount - presentRows(rowCount, validity)),
          ...(values.bounds.min !== undefined && { min_value: values.bounds.min }),
          ...(values.bounds.max !== undefined && { max_value: values.bounds.max }),
        },
      },
    },
  };
}

function columnValues(column: Column, validity: Validity): ColumnValues {
  if (column.kind === 'codes')
    return codedTextValues(column.codes, column.dictionary, column.isCompact === true);
  return column.kind === 'text' ? textValues(column.values, validity) : numberValues(column.values, validity);
}

function physicalType(column: Column): 'BYTE_ARRAY' | 'INT32' | 'INT64' {
  if (column.kind === 'int32') return 'INT32';
  return column.kind === 'int64' ? 'INT64' : 'BYTE_ARRAY';
}

function pageRanges(
  values: ColumnValues,
  startRow: number,
  endRow: number,
): Array<readonly [number, number]> {
  const rows = endRow - startRow;
  if (rows <= 1 || (rows <= PAGE_ROWS && values.sizeBytes(startRow, endRow) <= PAGE_BYTES))
    return [[startRow, endRow]];
  const middle = startRow + Math.ceil(rows / 2);
  return [...pageRanges(values, startRow, middle), ...pageRanges(values, middle, endRow)];
}

function dictionaryPage({ bytes, count }: NonNullable<ColumnValues['dictionary']>): Page {
  // The encoding that goes with PLAIN_DICTIONARY data pages; the bytes are PLAIN.
  const dictionary_page_header = { num_values: count, encoding: 'PLAIN_DICTIONARY' } as const;
  return { bytes, header: { type: 'DICTIONARY_PAGE', dictionary_page_header } };
}

function dataPage({ encoding }: ColumnValues, rowCount: number, pieces: readonly Uint8Array[]): Page {
  const data_page_header = {
    num_values: rowCount,
    encoding,
    definition_level_encoding: 'RLE',
    repetition_level_encoding: 'RLE',
  } as const;
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  return { bytes, header: { type: 'DATA_PAGE', data_page_header } };
}

/** Which rows have a value: 1 bit a row in runs, after their length in bytes. */
function levels(validity: Validity, startRow: number, endRow: number): Uint8Array {
  const runs = validity
    ? encodeHybrid(
        validity.subarray(startRow, endRow).map((valid) => (valid === 0 ? 0 : 1)),
        1,
      )
    : encodeRepeat(1, endRow - startRow, 1);
  const sized = new Uint8Array(4 + runs.length);
  new DataView(sized.buffer).setUint32(0, runs.length, true);
  sized.set(runs, 4);
  return sized;
}

/** Compresses all of a chunk's pages or none, as the format has it, by what samples of them save. */
function chooseCompression(pages: readonly (readonly Page[])[], wanted: Compression): Compression {
  let plainBytes = 0;
  let storedBytes = 0;
  for (const kind of pages) {
    const sample = kind[0]?.bytes.subarray(0, SAMPLE_BYTES);
    if (sample === undefined || sample.length === 0) continue;
    const kindBytes = kind.reduce((sum, page) => sum + page.bytes.length, 0);
    plainBytes += kindBytes;
    storedBytes += kindBytes * (wanted.compress(sample).length / sample.length);
  }
  return storedBytes <= plainBytes * (1 - MIN_SAVING) ? wanted : COMPRESSIONS.uncompressed;
}

function storePages(pages: readonly Page[], { compress }: Compression) {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  let uncompressedBytes = 0;
  for (const { bytes, header } of pages) {
    const stored = compress(bytes);
    const target = new ByteWriter();
    writePageHeader(target, {
      ...header,
      uncompressed_page_size: bytes.length,
      compressed_page_size: stored.length,
    });
    parts.push(target.getBytes(), stored);
    sizeBytes += target.offset + stored.length;
    uncompressedBytes += target.offset + bytes.length;
  }
  return { parts, sizeBytes, uncompressedBytes };
}
