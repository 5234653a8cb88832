/** Where a scanner stands: shared by all scanners of a cleaner. */
export interface ScanState {
  /** The next row to fill. */
  row: number;
  capacity: number;
  /** Each row's first byte in the object's text. */
  readonly offsets: BigInt64Array;
  /** The offset of the buffer's first byte in the object's text. */
  base: number;
}

/**
 * Reads lines from `start` on into the sinks, a row a line, and gives the first byte it did not take.
 *
 * It stops before a line that it is not certain of, when the sinks are full, or at `end`, which is behind a newline. The
 * bytes must be readable for `spareBytes` behind `end`.
 */
export type Scanner = (state: ScanState, bytes: Uint8Array, start: number, end: number) => number;
