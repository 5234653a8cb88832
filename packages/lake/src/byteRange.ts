import type { ByteRange } from './objectStore.ts';

/** Throws a `RangeError` on what is no range of bytes, which is a bug of the caller. */
export function checkRange({ start, end }: ByteRange): void {
  if (start < 0 || (end ?? start) < start) throw new RangeError(`No byte range: ${start} to ${end}.`);
}
