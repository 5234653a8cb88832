import { SourceError } from '../errors.ts';
import { maxRowBytes } from './row.ts';

/** How many bytes behind a window's buffer can be read, whatever they are: scanners look ahead without asking. */
const spareBytes = 1024;

/** The part of a text that no row has been cut from yet: what was left over, then the newest chunk. */
export interface Window {
  /** The bytes to look at; valid until the next slide. */
  buffer: Buffer;
  /** How many of them were looked at before, as part of an unfinished row. */
  seen: number;
  /** The offset of the buffer's first byte in the whole text. */
  offset: number;
  /** Where a row that spans chunks is put together; doubles, so that a long row costs linear time. */
  store: Buffer;
}

/** Starts a window at the beginning of a text. */
export function emptyWindow(): Window {
  return { buffer: Buffer.alloc(0), seen: 0, offset: 0, store: Buffer.alloc(0) };
}

/**
 * Drops the bytes before `consumed` and adds a chunk behind the rest; the chunk is copied. Throws SourceError when a row
 * gets too long.
 */
export function slide(window: Window, consumed: number, chunk: Uint8Array): void {
  const rest = window.buffer.subarray(consumed);
  refuseLong(window, consumed, window.buffer.length);
  window.offset += consumed;
  window.seen = rest.length;
  const length = rest.length + chunk.length;
  const isStored =
    consumed === 0 && rest.buffer === window.store.buffer && rest.byteOffset === window.store.byteOffset;
  if (length + spareBytes > window.store.length) window.store = grown(rest, (length + spareBytes) * 2);
  else if (!isStored) rest.copy(window.store);
  window.store.set(chunk, rest.length);
  window.buffer = window.store.subarray(0, length);
}

/** Throws SourceError when the row from `start` to `end` of the buffer is too long, whether or not it is complete. */
export function refuseLong(window: Window, start: number, end: number): void {
  if (end - start <= maxRowBytes) return;
  throw new SourceError(
    'row_too_long',
    `the row at byte ${window.offset + start} is longer than ${maxRowBytes / 1024 / 1024} MiB`,
  );
}

function grown(rest: Buffer, capacity: number): Buffer {
  const store = Buffer.allocUnsafeSlow(capacity);
  rest.copy(store);
  return store;
}
