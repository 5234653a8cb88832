import type { TextValues } from '@sales/parquet';
import type { Place, Scratch } from '@sales/parquet/kernel';
import { kernel } from './kernel/kernel.ts';

/** Sums texts by XXH64, each behind a prefix: 64 bits a text, in the kernel's memory. */
export function placeTextSums(
  scratch: Scratch,
  { bytes, offsets }: TextValues,
  { prefix, seed }: { readonly prefix: string; readonly seed: number },
): Place {
  const count = offsets.length - 1;
  const before = Buffer.from(prefix);
  const sums = scratch.room(count * 8);
  const [at, ends, prefixAt] = [scratch.put(bytes), scratch.put(offsets), scratch.put(before)];
  kernel().textSums(at, ends, count, prefixAt, before.length, seed, sums);
  return sums;
}
