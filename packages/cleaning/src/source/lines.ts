import type { RowHandler, RowSplitter } from './row.ts';
import { emptyWindow, slide } from './window.ts';

const lineFeed = 0x0a;

/** Cuts newline-delimited JSON: a row a line, lines of white space are no rows, the last newline may be missing. */
export function lineSplitter(onRow: RowHandler, firstLine = 1): RowSplitter {
  const window = emptyWindow();
  let consumed = 0;
  let line = firstLine;

  const emit = (start: number, end: number): void => {
    const { buffer, offset } = window;
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
      let newline = window.buffer.indexOf(lineFeed, window.seen);
      while (newline >= 0) {
        emit(consumed, newline);
        consumed = newline + 1;
        line++;
        newline = window.buffer.indexOf(lineFeed, consumed);
      }
    },
    end() {
      emit(consumed, window.buffer.length);
      consumed = window.buffer.length;
    },
  };
}

/** Tells JSON's white space: TAB, LF, CR, SPACE. */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
