import { kernel } from '../src/kernel/kernel.ts';
import { withScratch } from '../src/kernel/scratch.ts';

export function snappyCompress(bytes: Uint8Array): Uint8Array {
  return withScratch(kernel(), (scratch) => {
    const { snappy, snappyRoom } = kernel();
    const target = scratch.room(snappyRoom(bytes.length));
    return scratch.copy(target, snappy(scratch.put(bytes), bytes.length, target));
  });
}

/** Encodes values below 2^bitWidth, leaving out those that are -1. */
export function encodeHybrid(values: Int32Array, bitWidth: number): Uint8Array {
  return withScratch(kernel(), (scratch) => {
    const { hybridCodes, hybridRoom } = kernel();
    const target = scratch.room(hybridRoom(values.length, bitWidth));
    return scratch.copy(target, hybridCodes(scratch.put(values), values.length, 1, bitWidth, target));
  });
}
