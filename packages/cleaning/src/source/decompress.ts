import { createGunzip, createZstdDecompress } from 'node:zlib';
import { SourceError } from '../errors.ts';
import { type ByteQueue, byteQueue, peek } from './byteQueue.ts';

type Decoder = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;

/** A form of compression: a file is one member after another. */
interface Compression {
  readonly createDecoder: () => Decoder;
  /** Whether zeros may stand behind a member, as tapes and archives leave them. */
  readonly isPadded: boolean;
}

const chunkSize = 256 * 1024;
const gzip: Compression = { createDecoder: () => createGunzip({ chunkSize }), isPadded: true };
const zstd: Compression = { createDecoder: () => createZstdDecompress({ chunkSize }), isPadded: false };

/**
 * Gives an object's uncompressed bytes, whether it is gzip, zstd or plain: its first bytes decide, not its name.
 *
 * The iterable throws SourceError when the compressed data is cut off or damaged; what it yields is flat in memory.
 */
export async function* uncompressed(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const queue = byteQueue(chunks);
  try {
    const compression = compressionOf(await peek(queue, 4));
    if (compression === undefined) yield* plain(queue);
    else yield* members(queue, compression);
  } finally {
    await queue.close();
  }
}

/** Tells gzip and zstd, which may begin with a frame to be skipped, as pzstd's do (RFC 8878, section 3.1.2). */
export function isCompressed(head: Buffer): boolean {
  return compressionOf(head) !== undefined;
}

function compressionOf(head: Buffer): Compression | undefined {
  if (head.length >= 2 && head.readUInt16BE() === 0x1f8b) return gzip;
  if (head.length < 4) return undefined;
  const magic = head.readUInt32LE();
  // RFC 8878: a frame, or one of the sixteen kinds to be skipped.
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? zstd : undefined;
}

async function* plain(queue: ByteQueue): AsyncIterable<Uint8Array> {
  for (let next = await queue.take(); next !== undefined; next = await queue.take()) yield next;
}

/** Node's decoders end quietly behind a member when its last chunk holds more; what they leave is another member. */
async function* members(queue: ByteQueue, compression: Compression): AsyncIterable<Uint8Array> {
  do {
    yield* member(queue, compression.createDecoder());
    if (compression.isPadded) await skipZeros(queue);
  } while ((await peek(queue, 1)).length > 0);
}

/** Uncompresses one member, or more of them, and puts back what the decoder left. */
async function* member(queue: ByteQueue, decoder: Decoder): AsyncIterable<Uint8Array> {
  /** Chunks that the decoder was given and may not have consumed; the first starts at byte `givenFrom`. */
  const given: Uint8Array[] = [];
  let givenFrom = 0;
  let isOver = false;
  let goOn: (() => void) | undefined;
  let sourceFailure: { readonly error: unknown } | undefined;

  const feed = async (): Promise<void> => {
    for (;;) {
      const chunk = await queue.take();
      if (chunk === undefined) return void decoder.end();
      while (given.length > 0 && givenFrom + given[0]!.length <= decoder.bytesWritten)
        givenFrom += given.shift()!.length;
      given.push(chunk);
      if (isOver) return;
      if (decoder.write(chunk)) continue;
      await new Promise<void>((resolve) => {
        goOn = resolve;
        decoder.once('drain', resolve);
      });
    }
  };
  const feeding = feed().catch((error: unknown) => {
    sourceFailure = { error };
    decoder.destroy(new Error('The source failed.'));
  });

  try {
    yield* decoder as AsyncIterable<Uint8Array>;
  } catch (error) {
    // Errors of the source itself must reach the caller as they are.
    if (sourceFailure !== undefined) throw sourceFailure.error;
    throw compressionError(error);
  } finally {
    isOver = true;
    goOn?.();
    decoder.destroy();
  }
  await feeding;
  if (sourceFailure !== undefined) throw sourceFailure.error;
  queue.putBack(Buffer.concat(given).subarray(decoder.bytesWritten - givenFrom));
}

async function skipZeros(queue: ByteQueue): Promise<void> {
  for (let next = await queue.take(); next !== undefined; next = await queue.take()) {
    const first = next.findIndex((byte) => byte !== 0);
    if (first < 0) continue;
    queue.putBack(next.subarray(first));
    return;
  }
}

function compressionError(error: unknown): SourceError {
  const code = (error as { readonly code?: string }).code ?? '';
  const isCut =
    code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong' || /unexpected end/i.test(String(error));
  return isCut
    ? new SourceError('truncated', 'its compressed data ends too early', error)
    : new SourceError('corrupt', 'its compressed data is damaged', error);
}
