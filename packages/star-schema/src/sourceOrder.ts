import type { Table } from '@sales/parquet';
import { lineageColumns } from '@sales/schema';
import { columnOf, numberReader, textReader, wordsOf } from './columnView.ts';

/** Where a row came from; orders the rows of all batches. */
export interface Lineage {
  /** The object's event time in microseconds since 1970-01-01T00:00Z. */
  readonly time: bigint;
  readonly key: string;
  /** The row's first byte in the object's uncompressed text. */
  readonly offset: bigint;
}

/** Gives each row's lineage. */
export function lineageReader(table: Table): (row: number) => Lineage {
  const [time, key, offset] = lineageColumns.map(({ name }) => columnOf(table, name));
  const timeAt = numberReader(time!);
  const keyAt = textReader(key!);
  const offsetAt = numberReader(offset!);
  return (row) => ({
    time: timeAt(row) as bigint,
    key: keyAt(row)!,
    offset: offsetAt(row) as bigint,
  });
}

/** How the rows of a table compare by their stamps; cheap where they stand in order, no two alike. */
export function stampOrder(table: Table): {
  readonly isInOrder: boolean;
  readonly orderOf: (row: number, other: number) => number;
} {
  if (isInOrder(table)) return { isInOrder: true, orderOf: (row, other) => row - other };
  const lineageAt = lineageReader(table);
  return { isInOrder: false, orderOf: (row, other) => compareStamps(lineageAt(row), lineageAt(other)) };
}

/** Tells whether all rows come from one object, in the order of their offsets, none twice. */
function isInOrder(table: Table): boolean {
  const [time, key, offset] = lineageColumns.map(({ name }) => columnOf(table, name));
  if (time?.kind !== 'int64' || key?.kind !== 'codes' || offset?.kind !== 'int64') return false;
  const times = wordsOf(time.values);
  const offsets = wordsOf(offset.values);
  for (let row = 1; row < table.rowCount; row++) {
    const at = 2 * row;
    if (key.codes[row] !== key.codes[0] || times[at] !== times[0] || times[at + 1] !== times[1]) return false;
    const isUp = offsets[at + 1]! - offsets[at - 1]! || (offsets[at]! >>> 0) - (offsets[at - 2]! >>> 0);
    if (isUp <= 0) return false;
  }
  return true;
}

/** Renders a lineage as the end of a stamp: text that sorts by its bytes. */
export function renderLineage({ time, key, offset }: Lineage): string {
  return [digits(time), key, digits(offset)].join('\t');
}

function digits(value: bigint): string {
  return value.toString().padStart(16, '0');
}

/**
 * Compares two lineages as their stamps do, which are compared as text wherever batches meet. That differs from
 * `compareLineage` only where one key goes on behind the other with a byte that sorts before TAB.
 */
export function compareStamps(a: Lineage, b: Lineage): number {
  return a.time === b.time && a.key === b.key
    ? compareLineage(a, b)
    : compareUtf8(renderLineage(a), renderLineage(b));
}

/** Compares two lineages: event time, then key as UTF-8 bytes, then offset. */
export function compareLineage(a: Lineage, b: Lineage): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  if (a.key !== b.key) return compareUtf8(a.key, b.key);
  if (a.offset !== b.offset) return a.offset < b.offset ? -1 : 1;
  return 0;
}

/** Compares text by its UTF-8 bytes, as warehouses and Parquet do; JavaScript's own order differs past U+FFFF. */
export function compareUtf8(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
