import { ParquetError } from '../errors.ts';
import { kernel } from '../kernel/kernel.ts';
import { withScratch } from '../kernel/scratch.ts';
import type { TextValues } from '../table.ts';

/** Takes `count` texts of a page in PLAIN apart. */
export function readPlainTexts(page: Uint8Array, count: number): TextValues {
  if (count * 4 > page.length) throw tooFew(count);
  return withScratch(kernel(), (scratch) => {
    const [bytes, offsets] = [scratch.room(page.length), scratch.room((count + 1) * 4)];
    const size = kernel().readPlainTexts(scratch.put(page), page.length, count, bytes, offsets);
    if (size < 0) throw tooFew(count);
    return {
      bytes: scratch.copy(bytes, size),
      offsets: scratch.copyWords(offsets, count + 1),
    };
  });
}

function tooFew(count: number): ParquetError {
  return new ParquetError(`A page claims ${count} texts, and ends before they do.`);
}

/** Uncompresses a page in Snappy's block format. */
export function snappyUncompress(bytes: Uint8Array, outputLength: number): Uint8Array {
  return withScratch(kernel(), (scratch) => {
    const target = scratch.room(outputLength);
    if (kernel().unsnappy(scratch.put(bytes), bytes.length, target, outputLength) === 0)
      throw new ParquetError(`A page of ${bytes.length} bytes is not ${outputLength} bytes in Snappy.`);
    return scratch.copy(target, outputLength);
  });
}

/** Collects the bytes that texts are. */
export function textHeap(slices: ArrayLike<Uint8Array>): TextValues {
  const offsets = new Uint32Array(slices.length + 1);
  let end = 0;
  for (let index = 0; index < slices.length; index++) {
    end += slices[index]!.length;
    offsets[index + 1] = end;
  }
  const bytes = new Uint8Array(end);
  for (let index = 0; index < slices.length; index++) bytes.set(slices[index]!, offsets[index]);
  return { bytes, offsets };
}
