import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Words that do not fit memory, in a file without a name: it is gone when the process is, however that ends. */
export interface SpillFile {
  /** Adds words to one of the parts. */
  readonly append: (part: number, words: Uint32Array) => void;
  /** Gives all words of a part, in the order they were added. */
  readonly read: (part: number) => Uint32Array;
  readonly close: () => void;
}

/** Opens an empty file in the system's folder for such files (`TMPDIR`). Throws the file system's error. */
export function openSpillFile(): SpillFile {
  const folder = mkdtempSync(join(tmpdir(), 'sales-spill-'));
  const fd = openSync(join(folder, 'words'), 'w+');
  rmSync(folder, { recursive: true });
  const chunks: { readonly part: number; readonly at: number; readonly sizeBytes: number }[] = [];
  let end = 0;

  return {
    append(part, words) {
      const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
      for (let done = 0; done < bytes.length; )
        done += writeSync(fd, bytes, done, bytes.length - done, end + done);
      chunks.push({ part, at: end, sizeBytes: bytes.length });
      end += bytes.length;
    },
    read(part) {
      const own = chunks.filter((chunk) => chunk.part === part);
      const bytes = new Uint8Array(own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
      let filled = 0;
      for (const { at, sizeBytes } of own) {
        readSync(fd, bytes, filled, sizeBytes, at);
        filled += sizeBytes;
      }
      return new Uint32Array(bytes.buffer);
    },
    close: () => closeSync(fd),
  };
}
