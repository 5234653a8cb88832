// Numbers different texts from 0 on: an open-addressing table of hash and number, a record an entry, and all texts in one heap.
// A record is 32 bytes, so that a lookup touches one cache line beside its slot: the text's first 16 bytes, padded with zeros,
// then its length, its place in the heap, what the rule said of it, and its number among a table's own (see `take.ts`).

export const recordBytes: usize = 32;
const lengthAt: usize = 16;
const placeAt: usize = 20;
const verdictAt: usize = 24;
export const localAt: usize = 28;

/** Bytes of the longest text that is interned; longer ones go the slow way. */
export const maxInternedBytes: u32 = 4096;

@unmanaged
export class InternTable {
  /** A slot is `hash << 32 | number + 1`, 0 where free. */
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
  table.slots = zeroed((slotCount as usize) * 8);
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

export function zeroed(bytes: usize): usize {
  const at = heap.alloc(bytes);
  memory.fill(at, 0, bytes);
  return at;
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
  return table.heap + (load<u32>(record, placeAt) as usize);
}

// @ts-ignore: decorator
@inline
export function verdictOf(record: usize): u32 {
  return load<u32>(record, verdictAt);
}

export function setVerdict(record: usize, verdict: u32): void {
  store<u32>(record, verdict, verdictAt);
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

/** Gives the number of the text at `at`, which becomes an entry if need be; 16 bytes behind it must be readable. */
export function intern(table: InternTable, at: usize, size: u32): u32 {
  const low = wordAt(at, size);
  const high = size > 8 ? wordAt(at + 8, size - 8) : 0;
  let sum = mixed(mixed(size as u64, low), high);
  for (let done: u32 = 16; done < size; done += 8) sum = mixed(sum, wordAt(at + (done as usize), size - done));
  const hash = (sum >> 16) as u32;
  let slot = hash & table.mask;
  for (;;) {
    const found = load<u64>(table.slots + ((slot as usize) << 3));
    if (found == 0) break;
    if (((found >> 32) as u32) == hash) {
      const entry = (found as u32) - 1;
      const record = recordOf(table, entry);
      if (
        lengthOf(record) == size &&
        load<u64>(record) == low &&
        load<u64>(record, 8) == high &&
        (size <= 16 || memory.compare(textOf(table, record) + 16, at + 16, (size as usize) - 16) == 0)
      )
        return entry;
    }
    slot = (slot + 1) & table.mask;
  }
  return add(table, at, size, low, high, hash, slot);
}

function add(table: InternTable, at: usize, size: u32, low: u64, high: u64, hash: u32, slot: u32): u32 {
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
  store<u64>(record, low);
  store<u64>(record, high, 8);
  store<u32>(record, size, lengthAt);
  store<u32>(record, table.heapBytes, placeAt);
  store<u32>(record, 0, verdictAt);
  store<u32>(record, 0, localAt);
  table.heapBytes += size;
  store<u64>(table.slots + ((slot as usize) << 3), ((hash as u64) << 32) | ((entry as u64) + 1));
  if (table.count * 2 > table.mask) growSlots(table);
  return entry;
}

function growSlots(table: InternTable): void {
  const old = table.slots;
  const oldCount = table.mask + 1;
  table.mask = oldCount * 2 - 1;
  table.slots = zeroed(((table.mask as usize) + 1) << 3);
  for (let index: u32 = 0; index < oldCount; index++) {
    const found = load<u64>(old + ((index as usize) << 3));
    if (found == 0) continue;
    let slot = ((found >> 32) as u32) & table.mask;
    while (load<u64>(table.slots + ((slot as usize) << 3)) != 0) slot = (slot + 1) & table.mask;
    store<u64>(table.slots + ((slot as usize) << 3), found);
  }
  heap.free(old);
}
