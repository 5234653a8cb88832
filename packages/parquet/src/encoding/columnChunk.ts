import { constants, zstdCompressSync } from 'node:zlib';
import type { ColumnChunk, CompressionCodec, PageHeader } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { Column } from '../table.ts';
import type { Codec } from '../writer.ts';
import { kernel } from '../kernel/kernel.ts';
import { type Place, type Scratch, withScratch } from '../kernel/scratch.ts';
import type { ColumnValues } from './columnValues.ts';
import { encodeRepeat } from './hybrid.ts';
import { numberValues } from './numbers.ts';
import { codedTextValues, textValues } from './texts.ts';

const PAGE_ROWS = 1 << 16;
const PAGE_BYTES = 1 << 20; // a reader holds a page at a time
const SAMPLE_BYTES = 1 << 14; // shows well enough what the rest saves; a quarter of a row group's snappy time was samples
const LEVEL_SIZE_BYTES = 4;
const MIN_SAVING = 0.2; // of the bytes; below it compression is not worth every reader's time to undo it

/** What a column's chunk is written as. */
export interface ChunkOptions {
  readonly name: string;
  readonly nullable: boolean;
  readonly rowCount: number;
  readonly codec: Codec;
  /** Where in the file the chunk begins. */
  readonly fileOffset: number;
  /** Takes the chunk's next bytes, which it must copy. */
  readonly write: (bytes: Uint8Array) => void;
}

/** A page in the scratch memory, as yet uncompressed. */
interface Page {
  readonly at: Place;
  readonly sizeBytes: number;
  readonly header: Omit<PageHeader, 'uncompressed_page_size' | 'compressed_page_size'>;
}

interface Compression {
  readonly name: CompressionCodec;
  /** Gives bytes that are valid until more memory is taken. */
  readonly compress: (scratch: Scratch, at: Place, sizeBytes: number) => Uint8Array;
}

// Higher levels save a few percent of a page for several times its time.
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const COMPRESSIONS: Readonly<Record<Codec, Compression>> = {
  uncompressed: { name: 'UNCOMPRESSED', compress: (scratch, at, sizeBytes) => scratch.view(at, sizeBytes) },
  snappy: {
    name: 'SNAPPY',
    compress(scratch, at, sizeBytes) {
      const { snappy, snappyRoom } = kernel();
      const target = scratch.room(snappyRoom(sizeBytes));
      return scratch.view(target, snappy(at, sizeBytes, target));
    },
  },
  zstd: {
    name: 'ZSTD',
    compress: (scratch, at, sizeBytes) => zstdCompressSync(scratch.view(at, sizeBytes), fastest),
  },
};

/** Encodes a column as a dictionary page, if it has one, and V1 data pages, which every reader of Parquet knows; gives its entry in the footer. */
export function encodeColumnChunk(column: Column, options: ChunkOptions): ColumnChunk {
  return withScratch(kernel(), (scratch) => encodeIn(scratch, column, options));
}

function encodeIn(scratch: Scratch, column: Column, options: ChunkOptions): ColumnChunk {
  const { name, nullable, rowCount, fileOffset } = options;
  const values = columnValues(scratch, column);
  const dictionaryPages = values.dictionary ? [dictionaryPage(values.dictionary)] : [];
  const dataPages = pageRanges(values, 0, rowCount).map(([startRow, endRow]) =>
    dataPage(scratch, values, { startRow, endRow, nullable }),
  );
  const wanted = COMPRESSIONS[options.codec];
  const compression = chooseCompression(scratch, [dictionaryPages, dataPages], wanted);
  const dictionary = storePages(scratch, dictionaryPages, compression, options.write);
  const data = storePages(scratch, dataPages, compression, options.write);
  const sizeBytes = dictionary.sizeBytes + data.sizeBytes;
  const dataOffset = BigInt(fileOffset + dictionary.sizeBytes);
  return {
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
        null_count: BigInt(values.nulls.count),
        ...(values.bounds.min !== undefined && { min_value: values.bounds.min }),
        ...(values.bounds.max !== undefined && { max_value: values.bounds.max }),
      },
    },
  };
}

function columnValues(scratch: Scratch, column: Column): ColumnValues {
  if (column.kind === 'codes') return codedTextValues(scratch, column);
  return column.kind === 'text'
    ? textValues(scratch, column.values, column.validity)
    : numberValues(scratch, column.values, column.validity);
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

function dictionaryPage({ at, sizeBytes, count }: NonNullable<ColumnValues['dictionary']>): Page {
  // The encoding that goes with PLAIN_DICTIONARY data pages; the bytes are PLAIN.
  const dictionary_page_header = { num_values: count, encoding: 'PLAIN_DICTIONARY' } as const;
  return { at, sizeBytes, header: { type: 'DICTIONARY_PAGE', dictionary_page_header } };
}

function dataPage(
  scratch: Scratch,
  values: ColumnValues,
  rows: { readonly startRow: number; readonly endRow: number; readonly nullable: boolean },
): Page {
  const { startRow, endRow, nullable } = rows;
  const rowCount = endRow - startRow;
  const data_page_header = {
    num_values: rowCount,
    encoding: values.encoding,
    definition_level_encoding: 'RLE',
    repetition_level_encoding: 'RLE',
  } as const;
  const levelRoom = nullable ? LEVEL_SIZE_BYTES + kernel().hybridRoom(rowCount, 1) : 0;
  const at = scratch.room(levelRoom + values.sizeBytes(startRow, endRow));
  const levelBytes = nullable ? writeLevels(scratch, values, rows, at) : 0;
  const sizeBytes = levelBytes + values.encode(startRow, endRow, at + levelBytes);
  return { at, sizeBytes, header: { type: 'DATA_PAGE', data_page_header } };
}

/** Writes which rows have a value: 1 bit a row in runs, after their length in bytes. Gives the size. */
function writeLevels(
  scratch: Scratch,
  { nulls }: ColumnValues,
  { startRow, endRow }: { readonly startRow: number; readonly endRow: number },
  at: Place,
): number {
  const { count, marks, markBytes } = nulls;
  const target = at + LEVEL_SIZE_BYTES;
  let sizeBytes: number;
  if (count === 0) {
    const runs = encodeRepeat(1, endRow - startRow, 1);
    scratch.view(target, runs.length).set(runs);
    sizeBytes = runs.length;
  } else
    sizeBytes = kernel().hybridLevels(marks + startRow * markBytes, markBytes, endRow - startRow, target);
  const size = scratch.view(at, LEVEL_SIZE_BYTES);
  new DataView(size.buffer, size.byteOffset).setUint32(0, sizeBytes, true);
  return LEVEL_SIZE_BYTES + sizeBytes;
}

/** Compresses all of a chunk's pages or none, as the format has it, by what samples of them save. */
function chooseCompression(
  scratch: Scratch,
  pages: readonly (readonly Page[])[],
  wanted: Compression,
): Compression {
  let plainBytes = 0;
  let storedBytes = 0;
  for (const kind of pages) {
    const [first] = kind;
    if (first === undefined || first.sizeBytes === 0) continue;
    const sampleBytes = Math.min(first.sizeBytes, SAMPLE_BYTES);
    const kindBytes = kind.reduce((sum, page) => sum + page.sizeBytes, 0);
    plainBytes += kindBytes;
    storedBytes += kindBytes * (wanted.compress(scratch, first.at, sampleBytes).length / sampleBytes);
  }
  return storedBytes <= plainBytes * (1 - MIN_SAVING) ? wanted : COMPRESSIONS.uncompressed;
}

function storePages(
  scratch: Scratch,
  pages: readonly Page[],
  { compress }: Compression,
  write: ChunkOptions['write'],
) {
  let sizeBytes = 0;
  let uncompressedBytes = 0;
  for (const page of pages) {
    const stored = compress(scratch, page.at, page.sizeBytes);
    const target = new ByteWriter();
    writePageHeader(target, {
      ...page.header,
      uncompressed_page_size: page.sizeBytes,
      compressed_page_size: stored.length,
    });
    write(target.getBytes());
    write(stored);
    sizeBytes += target.offset + stored.length;
    uncompressedBytes += target.offset + page.sizeBytes;
  }
  return { sizeBytes, uncompressedBytes };
}
