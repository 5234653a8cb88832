// The kernel's surface: what JavaScript calls.

export { partition, repeats } from './keys';
export { createLatest, offer, renderStamps, reserve, setValues, stampBytes, touchedRows, valuesOf } from './latest';
export { chooseLatest, gatherPairs, mergeKeys, pairBytes } from './merge';
export { sortTexts } from './order';
export { addSource } from './stamps';
export { addCoded, addOwn, chainCoded, chainNumbers, chainOwn, textSums } from './sums';
export { gatherTexts, textBytes } from './texts';

/** Gives memory; 16 bytes more than asked for can be read and written. */
export function allocate(size: u32): usize {
  return heap.alloc((size as usize) + 16);
}

export function release(at: usize): void {
  heap.free(at);
}
