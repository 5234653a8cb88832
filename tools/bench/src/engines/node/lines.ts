import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { WrittenNumber } from './decimal.ts';

/** A line that is no JSON object, with the reason. */
export type BadLine = 'invalid_utf8' | 'malformed_json' | 'not_an_object';

/** Reads a file's lines in batches; a line that is no UTF-8 comes as bytes. */
export async function* readLines(path: string): AsyncIterable<readonly (string | Buffer)[]> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of createReadStream(path, { highWaterMark: 4 << 20 }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(10) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, chunk]);
      continue;
    }
    const whole = Buffer.concat([rest, chunk.subarray(0, end)]);
    rest = Buffer.from(chunk.subarray(end));
    yield splitLines(whole, isFirst);
    isFirst = false;
  }
  if (rest.length > 0) yield splitLines(rest, isFirst);
}

function splitLines(bytes: Buffer, isFirst: boolean): readonly (string | Buffer)[] {
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    return (isFirst ? text.replace(/^\uFEFF/, '') : text).split('\n');
  }
  const lines: (string | Buffer)[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const line = bytes.subarray(start, newline < 0 ? bytes.length : newline);
    lines.push(isUtf8(line) ? line.toString('utf8') : line);
    start += line.length + 1;
  }
  if (isFirst && typeof lines[0] === 'string') lines[0] = lines[0].replace(/^\uFEFF/, '');
  return lines;
}

/** Over 15 significant digits, or an exponent of three: such a number may not survive a float. */
const mayBeInexact = /\d[\d.]{15}|[\d.][eE][+-]?\d{3}/;

const keepWritten = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? new WrittenNumber(context?.source ?? String(value)) : value;

/** Parses a line to an object, or says why it is none; undefined for a blank line. */
export function parseLine(line: string | Buffer): object | BadLine | undefined {
  if (typeof line !== 'string') return 'invalid_utf8';
  let value: unknown;
  try {
    value = mayBeInexact.test(line) ? JSON.parse(line, keepWritten) : JSON.parse(line);
  } catch {
    return /^[\t\r ]*$/.test(line) ? undefined : 'malformed_json';
  }
  return typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof WrittenNumber)
    ? value
    : 'not_an_object';
}
