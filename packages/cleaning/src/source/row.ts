/** One row's text inside a buffer that is only valid during the call. */
export interface RowSpan {
  readonly buffer: Buffer;
  /** The row's first byte in the buffer. */
  readonly start: number;
  /** The byte behind the row's last. */
  readonly end: number;
  /** The row's first byte in the object's uncompressed text. */
  readonly offset: number;
  /** The line the row starts on, from 1. */
  readonly line: number;
}

/** Takes each row of an object, in order. */
export type RowHandler = (row: RowSpan) => void;

/** Cuts an object's text into rows. */
export interface RowSplitter {
  /** Takes the next bytes of the text; throws SourceError. */
  readonly push: (chunk: Uint8Array) => void;
  /** Says that the text is complete, and gives how many line ends it had; throws SourceError. */
  readonly end: () => number;
}

/** Rows past this cannot become a JavaScript string with room to spare. */
export const maxRowBytes = 256 * 1024 * 1024;
