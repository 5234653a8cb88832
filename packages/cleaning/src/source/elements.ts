import { SourceError } from '../errors.ts';
import { isJsonSpace, lineSplitter } from './lines.ts';
import type { RowHandler, RowSplitter } from './row.ts';
import { emptyWindow, refuseLong, slide } from './window.ts';

const [quote, backslash, comma, openBracket, closeBracket, openBrace, closeBrace, lineFeed] = Buffer.from(
  '"\\,[]{}\n',
) as unknown as readonly [number, number, number, number, number, number, number, number];

/**
 * Cuts a top-level JSON array: a row an element, whatever its lines. Text behind the closing bracket is cut by lines,
 * so that nothing is lost. Throws SourceError at the end when the array was not closed.
 */
export function elementSplitter(onRow: RowHandler): RowSplitter {
  const window = emptyWindow();
  let consumed = 0;
  let line = 1;
  let opened = false;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let afterComma = false;
  /** The element's first byte, or -1 before it. */
  let start = -1;
  let startLine = 1;
  let tail: RowSplitter | undefined;

  const emit = (end: number): void => {
    const { buffer, offset } = window;
    refuseLong(window, start, end);
    let last = end;
    while (last > start && isJsonSpace(buffer[last - 1]!)) last--;
    onRow({ buffer, start, end: last, offset: offset + start, line: startLine });
    start = -1;
  };

  const scan = (from: number): void => {
    const { buffer } = window;
    for (let at = from; at < buffer.length; at++) {
      const byte = buffer[at]!;
      if (byte === lineFeed) line++;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
        continue;
      }
      if (isJsonSpace(byte)) continue;
      if (!opened) {
        opened = true;
        consumed = at + 1;
        continue;
      }
      if (depth === 0 && (byte === comma || byte === closeBracket)) {
        // An element that is not there (`[,]`, `[1,]`) is a row all the same, and a malformed one.
        if (start < 0 && (byte === comma || afterComma)) [start, startLine] = [at, line];
        if (start >= 0) emit(at);
        consumed = at + 1;
        afterComma = byte === comma;
        if (byte === closeBracket) return startTail(at + 1);
        continue;
      }
      if (start < 0) [start, startLine] = [at, line];
      if (byte === quote) inString = true;
      else if (byte === openBrace || byte === openBracket) depth++;
      else if (byte === closeBrace || byte === closeBracket) depth = Math.max(0, depth - 1);
    }
    if (start < 0) consumed = buffer.length;
  };

  const startTail = (at: number): void => {
    const { buffer, offset } = window;
    tail = lineSplitter((row) => onRow({ ...row, offset: row.offset + offset + at }), { firstLine: line });
    tail.push(buffer.subarray(at));
  };

  return {
    push(chunk) {
      if (tail !== undefined) return tail.push(chunk);
      slide(window, consumed, chunk);
      if (start >= 0) start -= consumed;
      consumed = 0;
      scan(window.seen);
      if (start >= 0) consumed = start;
    },
    end() {
      if (tail !== undefined) return line - 1 + tail.end();
      if (opened) throw new SourceError('truncated', 'its JSON array ends without the closing bracket');
      return line - 1;
    },
  };
}
