import { zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { schemaElements } from './schema.ts';
import { type Column, columnText, type Table } from './table.ts';
import type { ParquetWriterOptions } from './writer.ts';

/** Encodes row groups and the footer; each call returns the bytes that the file grows by. */
export interface Encoder {
  encodeRowGroup(table: Table): Uint8Array;
  encodeFooter(): Uint8Array;
}

export const CREATED_BY = '@sales/parquet version 0.1.0';

export function createEncoder({ schema, metadata = {}, codec = 'snappy' }: ParquetWriterOptions): Encoder {
  const sink = new ByteWriter();
  const writer = new ParquetWriter({
    writer: sink,
    schema: schemaElements(schema),
    codec: ({ snappy: 'SNAPPY', zstd: 'ZSTD', uncompressed: 'UNCOMPRESSED' } as const)[codec],
    compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) },
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: CREATED_BY,
  });
  const take = (): Uint8Array => {
    const bytes = sink.getBytes().slice();
    sink.index = 0;
    return bytes;
  };
  return {
    encodeRowGroup(table) {
      const columnData = table.schema.map(({ name }, index) => ({
        name,
        data: values(table.columns[index]!),
      }));
      void writer.write({ columnData, rowGroupSize: table.rowCount });
      return take();
    },
    encodeFooter() {
      void writer.finish();
      return take();
    },
  };
}

function values(column: Column): Int32Array | BigInt64Array | unknown[] {
  if (column.kind === 'codes') return Array.from(column.codes, (_, row) => columnText(column, row));
  if (column.kind === 'text') {
    return Array.from({ length: column.values.offsets.length - 1 }, (_, row) => columnText(column, row));
  }
  const { values, validity } = column;
  return validity
    ? Array.from<unknown, unknown>(values, (value, row) => (validity[row] === 0 ? null : value))
    : values;
}
