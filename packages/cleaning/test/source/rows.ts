import { type RowHandler, rowSplitter, type RowSplitter } from '../../src/index.ts';
import type { SeededRandom } from '@sales/test-kit';

/** A row as it was cut; text keeps every byte (latin1). */
export interface CutRow {
  readonly text: string;
  readonly offset: number;
  readonly line: number;
}

/** Cuts chunks by any splitter. */
export function cutWith(make: (onRow: RowHandler) => RowSplitter, chunks: Iterable<Uint8Array>): CutRow[] {
  const rows: CutRow[] = [];
  const splitter = make(({ buffer, start, end, offset, line }) => {
    rows.push({ text: buffer.toString('latin1', start, end), offset, line });
  });
  for (const chunk of chunks) {
    // A chunk of its own, spoilt afterwards: nothing may be left to lie in it.
    const copy = Buffer.from(chunk);
    splitter.push(copy);
    copy.fill(0x2a);
  }
  splitter.end();
  return rows;
}

/** Cuts the text of an object into rows. */
export function cutRows(key: string, chunks: Iterable<Uint8Array>): CutRow[] {
  return cutWith((onRow) => rowSplitter(key, onRow), chunks);
}

/** Cuts text at the given places. */
export function chunksAt(text: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...[...places].sort((a, b) => a - b), text.length];
  return edges.slice(1).map((end, index) => text.subarray(edges[index], end));
}

/** Cuts text into chunks of `size` bytes. */
export function chunksOf(text: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.subarray(index * size, (index + 1) * size),
  );
}

/** Cuts text at a few random places, some of them twice: chunks may be empty. */
export function randomChunks(text: Uint8Array, random: SeededRandom): Uint8Array[] {
  return chunksAt(
    text,
    Array.from({ length: random.below(8) }, () => random.below(text.length + 1)),
  );
}
