import { SourceError } from '../errors.ts';
import { elementSplitter } from './elements.ts';
import { isJsonSpace, type LineScan, lineSplitter, shiftedScan } from './lines.ts';
import type { RowHandler, RowSplitter } from './row.ts';

const openBracket = 0x5b;
const lineFeed = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** How many bytes show what a text is: always as many, so that it does not depend on where chunks end. */
const sampleBytes = 64 * 1024;

/**
 * Cuts an object's uncompressed text into rows, by its form: in a `.json` object whose first character is `[` a row is
 * an element, in every other a line. A byte order mark is skipped; offsets count from the object's first byte. `scan` may
 * take lines before they are cut.
 *
 * Throws SourceError when the text is no text.
 */
export function rowSplitter(key: string, onRow: RowHandler, scan?: LineScan): RowSplitter {
  const head = Buffer.allocUnsafe(sampleBytes);
  let headBytes = 0;
  let skippedBytes = 0;
  let skippedLines = 0;
  let splitter: RowSplitter | undefined;

  const placed: RowHandler = (row) =>
    onRow({ ...row, offset: row.offset + skippedBytes, line: row.line + skippedLines });

  const decide = (): void => {
    const sample = head.subarray(0, headBytes);
    refuseBinary(sample);
    const start =
      skippedBytes === 0 && sample.subarray(0, 3).equals(byteOrderMark) ? byteOrderMark.length : 0;
    const first = sample.subarray(start).find((byte) => !isJsonSpace(byte));
    headBytes = 0;
    if (first === undefined) {
      skippedBytes += sample.length;
      for (const byte of sample) if (byte === lineFeed) skippedLines++;
      return;
    }
    skippedBytes += start;
    splitter =
      first === openBracket && mayHoldArray(key)
        ? elementSplitter(placed)
        : lineSplitter(placed, scan && { scan: shiftedScan(scan, skippedBytes) });
    splitter.push(sample.subarray(start));
  };

  const push = (chunk: Uint8Array): void => {
    if (splitter !== undefined) return splitter.push(chunk);
    const part = chunk.subarray(0, sampleBytes - headBytes);
    head.set(part, headBytes);
    headBytes += part.length;
    if (headBytes === sampleBytes) decide();
    if (part.length < chunk.length) push(chunk.subarray(part.length));
  };

  return {
    push,
    end() {
      if (splitter === undefined) decide();
      return skippedLines + (splitter?.end() ?? 0);
    },
  };
}

/** Tells whether a key's extension allows a top-level array: `.json`, perhaps compressed. */
export function mayHoldArray(key: string): boolean {
  return /\.json(?:\.gz|\.zst)?$/i.test(key);
}

/** JSON text holds no control characters but white space; one byte in twenty is no accident but another format. */
function refuseBinary(sample: Buffer): void {
  let controls = 0;
  // By index, which is three times as fast: of many small files these bytes are a good part.
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at]!;
    if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) controls++;
  }
  if (controls >= 4 && controls * 20 > sample.length) {
    throw new SourceError('binary', 'it is binary data and no UTF-8 text');
  }
}

/**
 * Cuts a later part of an object whose rows are lines: the part begins at byte `from` of the text, which is the first of
 * a line, and its lines are counted from 1.
 */
export function partSplitter(from: number, onRow: RowHandler, scan?: LineScan): RowSplitter {
  return lineSplitter(
    (row) => onRow({ ...row, offset: row.offset + from }),
    scan && { scan: shiftedScan(scan, from) },
  );
}
