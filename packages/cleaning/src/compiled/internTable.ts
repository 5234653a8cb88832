import type { CompiledLimits } from './limits.ts';

/** Bytes of the longest text that is interned; longer ones go the slow way. */
export const maxInternedBytes = 4096;

/**
 * Numbers different byte strings from 0 on, in an open-addressing table over one heap.
 *
 * The arrays are read directly by scanners: an entry is found where `hashes` and the bytes agree. They are replaced when
 * the table grows, so a scanner must read them anew after `add`.
 */
export interface InternTable {
  /** Entry numbers by slot, -1 where free; its length is a power of two. */
  slots: Int32Array;
  /** The hash of each entry. */
  hashes: Int32Array;
  /** Where entry i's bytes begin in the heap; they end where entry i + 1's begin. */
  offsets: Uint32Array;
  heap: Uint8Array;
  count: number;
}

/** Makes an empty table. */
export function createInternTable(limits: CompiledLimits): InternTable {
  return { ...emptyArrays(limits), count: 0 };
}

/** Empties a table; its arrays become small again. */
export function resetTable(table: InternTable, limits: CompiledLimits): void {
  Object.assign(table, emptyArrays(limits), { count: 0 });
}

function emptyArrays({ firstEntries, firstBytes }: CompiledLimits): Omit<InternTable, 'count'> {
  return {
    slots: new Int32Array(firstEntries * 2).fill(-1),
    hashes: new Int32Array(firstEntries),
    offsets: new Uint32Array(firstEntries + 1),
    heap: new Uint8Array(firstBytes),
  };
}

/** Finds the entry of some bytes with a known hash, or -1. */
export function findEntry(
  table: InternTable,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
): number {
  const { slots, hashes, offsets, heap } = table;
  const mask = slots.length - 1;
  const length = end - start;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const entry = slots[slot]!;
    if (entry < 0) return -1;
    if (hashes[entry] !== hash) continue;
    const offset = offsets[entry]!;
    if (offsets[entry + 1]! - offset !== length) continue;
    let at = 0;
    while (at < length && heap[offset + at] === bytes[start + at]) at++;
    if (at === length) return entry;
  }
}

/** Adds bytes that the table does not hold, and returns their number. */
export function addEntry(
  table: InternTable,
  bytes: Uint8Array,
  start: number,
  end: number,
  hash: number,
): number {
  const entry = table.count++;
  const offset = table.offsets[entry]!;
  const length = end - start;
  if (offset + length > table.heap.length) {
    const heap = new Uint8Array(Math.max(table.heap.length * 2, offset + length));
    heap.set(table.heap);
    table.heap = heap;
  }
  table.heap.set(bytes.subarray(start, end), offset);
  if (entry + 1 >= table.hashes.length) growEntries(table);
  table.offsets[entry + 1] = offset + length;
  table.hashes[entry] = hash;
  if (table.count * 2 > table.slots.length) growSlots(table);
  else place(table, entry);
  return entry;
}

function growEntries(table: InternTable): void {
  const hashes = new Int32Array(table.hashes.length * 2);
  hashes.set(table.hashes);
  table.hashes = hashes;
  const offsets = new Uint32Array(hashes.length + 1);
  offsets.set(table.offsets);
  table.offsets = offsets;
}

function growSlots(table: InternTable): void {
  table.slots = new Int32Array(table.slots.length * 2).fill(-1);
  for (let entry = 0; entry < table.count; entry++) place(table, entry);
}

function place(table: InternTable, entry: number): void {
  const mask = table.slots.length - 1;
  let slot = table.hashes[entry]! & mask;
  while (table.slots[slot]! >= 0) slot = (slot + 1) & mask;
  table.slots[slot] = entry;
}
