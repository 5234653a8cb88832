// Numbers different texts from 0 on: an open-addressing table, a record an entry, and all texts in one heap.
//
// A slot is 16 bytes: text of up to eight bytes itself, padded with zeros, or 64 bits of hash; then the entry's number plus
// one, 0 where the slot is free, what the rule said of it, and the text's size. So a short text is found in one cache line.

import { zeroed } from './memory';

const entryAt: usize = 8;
const verdictAt: usize = 12;
const sizeAt: usize = 14;

/** A record is where an entry's text lies in the heap, its size, and its number among a table's own (see `take.ts`). */
export const recordBytes: usize = 12;
const lengthAt: usize = 4;
export const localAt: usize = 8;

/** Bytes of the longest text that is interned; longer ones go the slow way. */
export const maxInternedBytes: u32 = 4096;

@unmanaged
export class InternTable {
  slots: usize = 0;
  mask: u32 = 0;
  records: usize = 0;
  recordCapacity: u32 = 0;
  heap: usize = 0;
  heapBytes: u32 = 0;
  heapCapacity: u32 = 0;
  count: u32 = 0;
}

export function openTable(table: InternTable, firstEntries: u32, firstBytes: u32): void {
  const slotCount = firstEntries * 2;
  table.slots = zeroed((slotCount as usize) << 4);
  table.mask = slotCount - 1;
  table.records = heap.alloc((firstEntries as usize) * recordBytes);
  table.recordCapacity = firstEntries;
  table.heap = heap.alloc((firstBytes as usize) + 16);
  table.heapCapacity = firstBytes;
  table.heapBytes = 0;
  table.count = 0;
}

export function closeTable(table: InternTable): void {
  heap.free(table.slots);
  heap.free(table.records);
  heap.free(table.heap);
}

// @ts-ignore: decorator
@inline
export function recordOf(table: InternTable, entry: u32): usize {
  return table.records + (entry as usize) * recordBytes;
}

// @ts-ignore: decorator
@inline
export function lengthOf(record: usize): u32 {
  return load<u32>(record, lengthAt);
}

// @ts-ignore: decorator
@inline
export function textOf(table: InternTable, record: usize): usize {
  return table.heap + (load<u32>(record) as usize);
}

/** The number of the entry that a slot holds. */
// @ts-ignore: decorator
@inline
export function entryOf(slot: usize): u32 {
  return load<u32>(slot, entryAt) - 1;
}

// @ts-ignore: decorator
@inline
export function verdictOf(slot: usize): u32 {
  return load<u8>(slot, verdictAt) as u32;
}

export function setVerdict(slot: usize, verdict: u32): void {
  store<u8>(slot, verdict as u8, verdictAt);
}

// @ts-ignore: decorator
@inline
function mixed(sum: u64, word: u64): u64 {
  const product = (sum ^ word) * 0x9e3779b97f4a7c15;
  return product ^ (product >> 32);
}

/** The first `size` of up to eight bytes at `at`. */
// @ts-ignore: decorator
@inline
function wordAt(at: usize, size: u32): u64 {
  const word = load<u64>(at);
  return size >= 8 ? word : word & ((1 << ((size as u64) << 3)) - 1);
}

/** Gives the slot of the text at `at`, which becomes an entry if need be; 16 bytes behind it must be readable. */
export function intern(table: InternTable, at: usize, size: u32): usize {
  const low = wordAt(at, size);
  let sum = mixed(size as u64, low);
  for (let done: u32 = 8; done < size; done += 8) sum = mixed(sum, wordAt(at + (done as usize), size - done));
  const tag = size <= 8 ? low : sum;
  let index = ((sum >> 16) as u32) & table.mask;
  let slot = table.slots + ((index as usize) << 4);
  while (load<u32>(slot, entryAt) != 0) {
    if (
      load<u64>(slot) == tag &&
      (load<u16>(slot, sizeAt) as u32) == size &&
      (size <= 8 || isSame(textOf(table, recordOf(table, entryOf(slot))), at, size))
    )
      return slot;
    index = (index + 1) & table.mask;
    slot = table.slots + ((index as usize) << 4);
  }
  return add(table, at, size, tag, slot);
}

/** Compares `size` bytes; 16 bytes behind both must be readable. */
// @ts-ignore: decorator
@inline
function isSame(one: usize, other: usize, size: u32): bool {
  for (let done: u32 = 0; done < size; done += 8) {
    const difference = load<u64>(one + (done as usize)) ^ load<u64>(other + (done as usize));
    if ((size - done >= 8 ? difference : difference & ((1 << (((size - done) as u64) << 3)) - 1)) != 0) return false;
  }
  return true;
}

function add(table: InternTable, at: usize, size: u32, tag: u64, slot: usize): usize {
  const entry = table.count++;
  if (table.heapBytes + size > table.heapCapacity) {
    table.heapCapacity = max(table.heapCapacity * 2, table.heapBytes + size);
    table.heap = heap.realloc(table.heap, (table.heapCapacity as usize) + 16);
  }
  if (entry >= table.recordCapacity) {
    table.recordCapacity *= 2;
    table.records = heap.realloc(table.records, (table.recordCapacity as usize) * recordBytes);
  }
  memory.copy(table.heap + (table.heapBytes as usize), at, size as usize);
  const record = recordOf(table, entry);
  store<u32>(record, table.heapBytes);
  store<u32>(record, size, lengthAt);
  store<u32>(record, 0, localAt);
  table.heapBytes += size;
  store<u64>(slot, tag);
  store<u32>(slot, entry + 1, entryAt);
  store<u32>(slot, size << 16, verdictAt);
  // Full to three quarters at most.
  if ((table.count << 2) <= table.mask * 3) return slot;
  growSlots(table);
  return intern(table, at, size);
}

function growSlots(table: InternTable): void {
  const old = table.slots;
  const oldCount = table.mask + 1;
  table.mask = oldCount * 2 - 1;
  table.slots = zeroed(((table.mask as usize) + 1) << 4);
  for (let index: u32 = 0; index < oldCount; index++) {
    const from = old + ((index as usize) << 4);
    if (load<u32>(from, entryAt) == 0) continue;
    const size = load<u16>(from, sizeAt) as u32;
    // The hash of short text is not kept: it follows from the text.
    const sum = size <= 8 ? mixed(size as u64, load<u64>(from)) : load<u64>(from);
    let to = ((sum >> 16) as u32) & table.mask;
    while (load<u32>(table.slots + ((to as usize) << 4), entryAt) != 0) to = (to + 1) & table.mask;
    memory.copy(table.slots + ((to as usize) << 4), from, 16);
  }
  heap.free(old);
}
