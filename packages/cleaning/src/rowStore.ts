import type { Table } from '@sales/parquet';
import { type Contract, silverColumns } from '@sales/schema';
import type { SourceObject } from './cleaner.ts';
import { createTableBuilder } from './columns.ts';
import type { RowReading } from './row.ts';
import type { CleanValue } from './rules/rule.ts';

/** What a store read by itself. */
export interface Scanned {
  /** The first byte that it did not take. */
  readonly end: number;
  /** The rows taken, all of them accepted without a repair. */
  readonly rows: number;
  /** Fields that the contract does not know and each of these rows has. */
  readonly extras: readonly string[];
}

/** Sums by money field. */
export type Sums = readonly { readonly name: string; readonly cents: bigint }[];

/** A line in the buffer that was shown; `offset` is its first byte in the object's text. */
export interface Line {
  readonly buffer: Buffer;
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

/**
 * What became of a line of a shape that is known, and its fields that the contract does not know. Of the values there are those
 * that were repaired and the amounts, in field order.
 */
export type Settled = RowReading & { readonly extras: readonly string[] };

/** Where accepted rows are collected until they make a table. */
export interface RowStore {
  readonly startObject: (source: SourceObject) => void;
  /** Adds a row's clean values in field order; `offset` is its first byte in the object's text. */
  readonly add: (values: readonly CleanValue[], offset: number) => void;
  readonly rowCount: () => number;
  /** Whether a table must be taken before another row fits. */
  readonly isFull: () => boolean;
  /**
   * Gives the rows as a table with the columns `silverColumns`, and starts anew. One that is lent is valid until the store
   * is used again.
   */
  readonly take: (isLent: boolean) => Table;
  /** Shows a line that was accepted, so that lines like it can be scanned. */
  readonly learn: (buffer: Buffer, start: number, end: number) => void;
  /** Shows the bytes that are scanned next: whole lines from `start` up to `end` of the buffer. */
  readonly show: (buffer: Buffer, start: number, end: number) => void;
  /** Takes lines from `start` on, up to the first that it is not certain of; `base` is the buffer's place in the text. */
  readonly scan: (start: number, end: number, base: number) => Scanned;
  /**
   * Reads a line that was shown and could not be scanned, by the rules of the values in doubt alone, and adds it where it is
   * accepted; undefined when the reference path must decide. The line must be UTF-8.
   */
  readonly settle: (line: Line) => Settled | undefined;
  /** Gives the sums of what was scanned since it was last asked. */
  readonly takeSums: () => Sums;
}

/** Makes a store for rows that the reference path reads; it scans nothing by itself. */
export function createReferenceRows(contract: Contract, rowsPerTable: number): RowStore {
  const builder = createTableBuilder(silverColumns(contract));
  let source: SourceObject | undefined;
  let sourceTime = 0n;
  return {
    startObject(next) {
      source = next;
      sourceTime = BigInt(Math.trunc(next.eventTimeMs)) * 1000n;
    },
    add(values, offset) {
      builder.add([...values, sourceTime, source?.key ?? null, BigInt(offset)]);
    },
    rowCount: () => builder.rowCount,
    isFull: () => builder.rowCount >= rowsPerTable,
    take: () => builder.take(),
    learn() {},
    show() {},
    scan: (start) => ({ end: start, rows: 0, extras: [] }),
    settle: () => undefined,
    takeSums: () => [],
  };
}
