export { ParquetError } from './errors.ts';
export { type ByteSource, bytesSource, openParquet, type ParquetFile } from './reader.ts';
export { type ColumnSource, type EncodedRowGroup, encodeRowGroup, joinColumns } from './rowGroup.ts';
export {
  type Column,
  type ColumnSchema,
  type ColumnType,
  columnText,
  type DictionaryOrigin,
  type Table,
  type TableSchema,
  type TextValues,
  textAt,
  textValues,
} from './table.ts';
export { type Codec, createParquetWriter, type ParquetWriter, type ParquetWriterOptions } from './writer.ts';
