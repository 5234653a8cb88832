import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { ParquetError } from '../errors.ts';
import type { ByteSource } from '../reader.ts';

const MAGIC = 0x31524150; // "PAR1", little-endian
const TRAILER_BYTES = 8; // the footer's length and the magic
const FIRST_READ_BYTES = 64 * 1024; // one read is enough for the footers of most files

/** Reads exactly the bytes asked for. Rejects with ParquetError when the source gives fewer. */
export async function readRange(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  if (bytes.length === end - start) return bytes;
  throw new ParquetError(`Asked for bytes ${start} to ${end}, the source gave ${bytes.length} bytes.`);
}

/** Reads and parses a file's footer. Rejects with ParquetError that says in which way the bytes are not a Parquet file. */
export async function readFooter(source: ByteSource): Promise<FileMetaData> {
  const { sizeBytes } = source;
  if (sizeBytes < TRAILER_BYTES + 4) {
    throw new ParquetError(`${sizeBytes} bytes are too few for a Parquet file; it is empty or cut off.`);
  }
  let tail = await readRange(source, Math.max(0, sizeBytes - FIRST_READ_BYTES), sizeBytes);
  const trailer = new DataView(tail.buffer, tail.byteOffset + tail.length - TRAILER_BYTES, TRAILER_BYTES);
  if (trailer.getUint32(4, true) !== MAGIC) {
    throw new ParquetError('The file does not end in PAR1; it is not a Parquet file, or it is cut off.');
  }
  const footerBytes = trailer.getUint32(0, true);
  if (footerBytes > sizeBytes - TRAILER_BYTES - 4) {
    throw new ParquetError(
      `The footer claims ${footerBytes} bytes of a file of ${sizeBytes}; the file is damaged.`,
    );
  }
  if (footerBytes + TRAILER_BYTES > tail.length) {
    tail = await readRange(source, sizeBytes - footerBytes - TRAILER_BYTES, sizeBytes);
  }
  try {
    return parquetMetadata(tail, { geoparquet: false });
  } catch (cause) {
    throw new ParquetError('The footer cannot be parsed; the file is damaged.', { cause });
  }
}
