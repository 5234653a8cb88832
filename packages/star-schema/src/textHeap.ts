import type { Column, TextValues } from '@sales/parquet';

/** Collects texts, or nulls, into a column. */
export interface TextHeap {
  /** Adds text `index` of `values`. */
  readonly addFrom: (values: TextValues, index: number) => void;
  /** Adds text as it is written byte by byte: `write` gives the byte behind its last. At most `maxBytes` are written. */
  readonly addWritten: (maxBytes: number, write: (target: Uint8Array, at: number) => number) => void;
  readonly addNull: () => void;
  readonly column: () => Column;
}

/** Makes an empty heap for `count` texts. */
export function createTextHeap(count: number): TextHeap {
  const offsets = new Uint32Array(count + 1);
  const validity = new Uint8Array(count);
  let bytes = new Uint8Array(count * 16);
  let next = 0;
  let end = 0;

  const reserve = (size: number): void => {
    if (end + size <= bytes.length) return;
    const larger = new Uint8Array(Math.max(end + size, bytes.length * 2));
    larger.set(bytes);
    bytes = larger;
  };
  const close = (isPresent: boolean): void => {
    validity[next++] = isPresent ? 1 : 0;
    offsets[next] = end;
  };

  return {
    addFrom({ bytes: from, offsets: places }, index) {
      const [start, stop] = [places[index]!, places[index + 1]!];
      reserve(stop - start);
      for (let at = start; at < stop; at++) bytes[end++] = from[at]!;
      close(true);
    },
    addWritten(maxBytes, write) {
      reserve(maxBytes);
      end = write(bytes, end);
      close(true);
    },
    addNull() {
      close(false);
    },
    column: () => ({ kind: 'text', values: { bytes: bytes.subarray(0, end), offsets }, validity }),
  };
}
