import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';

/** A file that takes chunks one after the other. */
export interface OutputFile {
  /** Takes a chunk; the chunk's memory is free again when the promise resolves. */
  write(chunk: Buffer): Promise<void>;
  /** Finishes the file; also after a failure. */
  close(): Promise<void>;
}

/** How the files' names end, by compression. */
export const extensions = { none: '.json', gzip: '.json.gz', zstd: '.json.zst' } as const;

/** The fastest level: this data shrinks to a quarter even so. */
const gzipLevel = 1;

export async function createOutputFile(
  path: string,
  compression: keyof typeof extensions,
): Promise<OutputFile> {
  return compression === 'none' ? plainFile(path) : compressedFile(path, compression);
}

async function plainFile(path: string): Promise<OutputFile> {
  const handle = await open(path, 'wx');
  return {
    async write(chunk) {
      for (let written = 0; written < chunk.length; )
        written += (await handle.write(chunk, written, chunk.length - written)).bytesWritten;
    },
    close: () => handle.close(),
  };
}

async function compressedFile(path: string, compression: 'gzip' | 'zstd'): Promise<OutputFile> {
  const compressor = compression === 'gzip' ? createGzip({ level: gzipLevel }) : createZstdCompress();
  const finished = pipeline(compressor, createWriteStream(path, { flags: 'wx' }));
  // Whoever writes or closes next hears of a failure; until then it must not count as unhandled.
  finished.catch(() => undefined);
  return {
    async write(chunk) {
      const taken = new Promise<void>((resolve, reject) => {
        compressor.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
      // When the disk is full, the file's own error says so, and the compressor's only that it was stopped.
      await taken.catch(async (error: unknown) => {
        await finished;
        throw error;
      });
    },
    async close() {
      compressor.end();
      await finished;
    },
  };
}
