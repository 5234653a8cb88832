import { makeReject, type Reject } from './reject.ts';
import type { SourceObject } from './cleaner.ts';
import type { LineScan } from './source/lines.ts';
import type { RowHandler } from './source/row.ts';
import { rowSplitter } from './source/splitter.ts';

/**
 * Reads again the rows of an object that start at the given offsets, as rejects for the given reason, some at a time.
 *
 * A row that loses against a later one is only known after cleaning; its text is still in the object.
 */
export async function* rejectsAt(options: {
  readonly source: SourceObject;
  /** The object's uncompressed text. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly offsets: ReadonlySet<number>;
  readonly reason: string;
}): AsyncIterable<readonly Reject[]> {
  const { source, chunks, offsets, reason } = options;
  let found: Reject[] = [];
  const onRow: RowHandler = ({ buffer, start, end, offset, line }) => {
    if (!offsets.has(offset)) return;
    const place = { source: source.key, version: source.version, offset, line };
    found.push(makeReject(place, [reason], buffer.subarray(start, end)));
  };
  const splitter = rowSplitter(source.key, onRow, skipTo(offsets));
  for await (const chunk of chunks) {
    splitter.push(chunk);
    if (found.length > 0) yield found;
    found = [];
  }
  splitter.end();
  if (found.length > 0) yield found;
}

const newline = 0x0a;

/** Takes all lines before the next one that holds one of the offsets: most rows are not asked for. */
function skipTo(offsets: ReadonlySet<number>): LineScan {
  const wanted = Float64Array.from(offsets).sort();
  let next = 0;
  let shown: Buffer = Buffer.alloc(0);
  return {
    show(buffer) {
      shown = buffer;
    },
    scan(start, end, base) {
      while (next < wanted.length && wanted[next]! < base + start) next++;
      const row = Math.min(end, (wanted[next] ?? Infinity) - base);
      let at = start;
      let rows = 0;
      for (;;) {
        const behind = shown.indexOf(newline, at) + 1;
        if (behind === 0 || behind > row) return { end: at, rows };
        at = behind;
        rows++;
      }
    },
  };
}
