import type { RowHandler, RowSplitter } from './row.ts';
import { emptyWindow, refuseLong, slide } from './window.ts';

const lineFeed = 0x0a;

/** Reads whole lines by itself, each of them a row. */
export interface LineScan {
  /** Shows the bytes that are scanned next; `end` is behind a newline, and `spareBytes` behind it can be read. */
  readonly show: (buffer: Buffer, start: number, end: number) => void;
  /** Says how far it came from `start` and how many lines it took. `offset` is the buffer's place in the text. */
  readonly scan: (
    start: number,
    end: number,
    offset: number,
  ) => { readonly end: number; readonly rows: number };
}

const scanNothing: LineScan = { show() {}, scan: (start) => ({ end: start, rows: 0 }) };

/** Scans a text that begins `by` bytes into the object's. */
export function shiftedScan({ show, scan }: LineScan, by: number): LineScan {
  return { show, scan: (start, end, offset) => scan(start, end, offset + by) };
}

/** Cuts newline-delimited JSON: a row a line, lines of white space are no rows, the last newline may be missing. */
export function lineSplitter(
  onRow: RowHandler,
  options: { readonly firstLine?: number; readonly scan?: LineScan } = {},
): RowSplitter {
  const { firstLine = 1, scan: { show, scan } = scanNothing } = options;
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
      show(buffer, 0, end);
      while (consumed < end) {
        const scanned = scan(consumed, end, offset);
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
