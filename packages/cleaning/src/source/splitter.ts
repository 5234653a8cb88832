import { SourceError } from '../errors.ts';
import { elementSplitter } from './elements.ts';
import { isJsonSpace, type LineScan, lineSplitter } from './lines.ts';
import type { RowHandler, RowSplitter } from './row.ts';

const openBracket = 0x5b;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const sampleBytes = 64 * 1024;

/**
 * Cuts an object's uncompressed text into rows, by its form: in a `.json` object whose first character is `[` a row is
 * an element, in every other a line. A byte order mark is skipped; offsets count from the object's first byte. `scan` may
 * take lines before they are cut.
 *
 * Throws SourceError when the text is no text.
 */
export function rowSplitter(key: string, onRow: RowHandler, scan?: LineScan): RowSplitter {
  let head: Buffer | undefined = Buffer.alloc(0);
  let skipped = 0;
  let splitter: RowSplitter | undefined;

  const decide = (isEnd: boolean): void => {
    if (head === undefined) return;
    const first = firstByte(head);
    if (!isEnd && (head.length < byteOrderMark.length || first === undefined)) return;
    refuseBinary(head);
    if (head.subarray(0, 3).equals(byteOrderMark)) skipped = byteOrderMark.length;
    const placed: RowHandler =
      skipped === 0 ? onRow : (row) => onRow({ ...row, offset: row.offset + skipped });
    const placedScan: LineScan | undefined =
      scan && ((buffer, start, end, offset) => scan(buffer, start, end, offset + skipped));
    splitter =
      first === openBracket && mayHoldArray(key)
        ? elementSplitter(placed)
        : lineSplitter(placed, placedScan === undefined ? {} : { scan: placedScan });
    splitter.push(head.subarray(skipped));
    head = undefined;
  };

  return {
    push(chunk) {
      if (splitter !== undefined) return splitter.push(chunk);
      head = Buffer.concat([head ?? Buffer.alloc(0), chunk]);
      decide(false);
    },
    end() {
      decide(true);
      splitter?.end();
    },
  };
}

/** Tells whether a key's extension allows a top-level array: `.json`, perhaps compressed. */
function mayHoldArray(key: string): boolean {
  return /\.json(?:\.gz|\.zst)?$/i.test(key);
}

function firstByte(head: Buffer): number | undefined {
  const start = head.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark.length : 0;
  for (let at = start; at < head.length; at++) if (!isJsonSpace(head[at]!)) return head[at];
  return undefined;
}

/** JSON text holds no control characters but white space; one byte in twenty is no accident but another format. */
function refuseBinary(head: Buffer): void {
  const sample = head.subarray(0, sampleBytes);
  let controls = 0;
  for (const byte of sample) if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) controls++;
  if (controls >= 4 && controls * 20 > sample.length) {
    throw new SourceError('binary', 'it is binary data and no UTF-8 text');
  }
}
