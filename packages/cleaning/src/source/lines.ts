import type { RowHandler, RowSplitter } from './row.ts';
import { emptyWindow, refuseLong, slide } from './window.ts';

const lineFeed = 0x0a;

/**
 * Reads whole lines by itself, each of them a row, and says how far it came and how many it took. `offset` is the
 * buffer's place in the text; `end` is behind a newline, and `spareBytes` behind it can be read.
 */
export type LineScan = (
  buffer: Buffer,
  start: number,
  end: number,
  offset: number,
) => { readonly end: number; readonly rows: number };

const scanNothing: LineScan = (_buffer, start) => ({ end: start, rows: 0 });

/** Cuts newline-delimited JSON: a row a line, lines of white space are no rows, the last newline may be missing. */
export function lineSplitter(
  onRow: RowHandler,
  options: { readonly firstLine?: number; readonly scan?: LineScan } = {},
): RowSplitter {
  const { firstLine = 1, scan = scanNothing } = options;
  const window = emptyWindow();
  let consumed = 0;
  let line = firstLine;

  const emit = (start: number, end: number): void => {
    const { buffer, offset } = window;
    refuseLong(window, start, end);
    let last = end;
    while (last > start && isJsonSpace(buffer[last - 1]!)) last--;
    let first = start;
    while (first < last && isJsonSpace(buffer[first]!)) first++;
    if (first < last) onRow({ buffer, start: first, end: last, offset: offset + first, line });
  };

  return {
    push(chunk) {
      slide(window, consumed, chunk);
      consumed = 0;
      const { buffer, offset, seen } = window;
      // What was seen before holds no newline, and a long line must not be searched again with every chunk.
      const newlines = buffer.subarray(seen).lastIndexOf(lineFeed);
      if (newlines < 0) return;
      const end = seen + newlines + 1;
      while (consumed < end) {
        const scanned = scan(buffer, consumed, end, offset);
        consumed = scanned.end;
        line += scanned.rows;
        if (consumed >= end) break;
        const newline = buffer.indexOf(lineFeed, consumed);
        emit(consumed, newline);
        consumed = newline + 1;
        line++;
      }
    },
    end() {
      emit(consumed, window.buffer.length);
      consumed = window.buffer.length;
      return line - firstLine;
    },
  };
}

/** Tells JSON's white space: TAB, LF, CR, SPACE. */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
