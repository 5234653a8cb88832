import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { SourceError } from '../errors.ts';

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * Gives an object's uncompressed bytes, whether it is gzip, zstd or plain: its first bytes decide, not its name.
 *
 * The iterable throws SourceError when the compressed data is cut off or damaged; what it yields is flat in memory.
 */
export async function* uncompressed(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < zstdMagic.length) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = withHead(head, iterator);
  const decoder = head.subarray(0, 2).equals(gzipMagic)
    ? createGunzip({ chunkSize: 256 * 1024 })
    : head.subarray(0, 4).equals(zstdMagic)
      ? createZstdDecompress({ chunkSize: 256 * 1024 })
      : undefined;
  if (decoder === undefined) return yield* all;

  // Errors of the source itself must reach the caller as they are, so the pipe is not trusted with them.
  let sourceFailure: { readonly error: unknown } | undefined;
  const source = Readable.from(
    (async function* () {
      try {
        yield* all;
      } catch (error) {
        sourceFailure = { error };
        throw error;
      }
    })(),
    { objectMode: false },
  );
  source.on('error', (error) => decoder.destroy(error));
  source.pipe(decoder);
  try {
    yield* decoder as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (sourceFailure !== undefined) throw sourceFailure.error;
    throw compressionError(error);
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

async function* withHead(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
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
