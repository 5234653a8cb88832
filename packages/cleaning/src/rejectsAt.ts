import { makeReject, type Reject } from './reject.ts';
import type { SourceObject } from './cleaner.ts';
import { rowSplitter } from './source/splitter.ts';

/**
 * Reads again the rows of an object that start at the given offsets, as rejects for the given reason.
 *
 * A row that loses against a later one is only known after cleaning; its text is still in the object.
 */
export async function* rejectsAt(options: {
  readonly source: SourceObject;
  /** The object's uncompressed text. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly offsets: ReadonlySet<number>;
  readonly reason: string;
}): AsyncIterable<Reject> {
  const { source, chunks, offsets, reason } = options;
  let found: Reject[] = [];
  const splitter = rowSplitter(source.key, ({ buffer, start, end, offset, line }) => {
    if (!offsets.has(offset)) return;
    const place = { source: source.key, version: source.version, offset, line };
    found.push(makeReject(place, [reason], buffer.subarray(start, end)));
  });
  for await (const chunk of chunks) {
    splitter.push(chunk);
    yield* found;
    found = [];
  }
  splitter.end();
  yield* found;
}
