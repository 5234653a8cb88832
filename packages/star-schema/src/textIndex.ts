import type { TextValues } from '@sales/parquet';

/** Numbers different texts from 0 on, and holds them as bytes. */
export interface TextIndex {
  readonly count: number;
  /** Gives the number of text `index` of `values`, which becomes an entry if need be. */
  readonly numberOf: (values: TextValues, index: number) => number;
  /** All entries by number; valid until the next one is added. */
  readonly texts: () => TextValues;
}

const firstEntries = 1024;

/** Makes an empty index: an open-addressing table over one heap. */
export function createTextIndex(): TextIndex {
  /** The number of an entry plus one; 0 is free. */
  let slots = new Int32Array(firstEntries * 2);
  let hashes = new Int32Array(firstEntries);
  let offsets = new Uint32Array(firstEntries + 1);
  let heap = new Uint8Array(firstEntries * 16);
  let count = 0;

  const grow = (): void => {
    hashes = grown(hashes, new Int32Array(hashes.length * 2));
    offsets = grown(offsets, new Uint32Array(hashes.length + 1));
    slots = new Int32Array(hashes.length * 2);
    for (let entry = 0; entry < count; entry++) {
      let slot = hashes[entry]! & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = entry + 1;
    }
  };

  const isEntry = (entry: number, bytes: Uint8Array, start: number, end: number): boolean => {
    let at = offsets[entry]!;
    if (offsets[entry + 1]! - at !== end - start) return false;
    for (let from = start; from < end; from++) if (heap[at++] !== bytes[from]) return false;
    return true;
  };

  return {
    get count() {
      return count;
    },
    numberOf({ bytes, offsets: places }, index) {
      const start = places[index]!;
      const end = places[index + 1]!;
      let hash = 0x811c9dc5;
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
      hash ^= hash >>> 15;
      if (count === hashes.length) grow();
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let entry = slots[slot]! - 1; entry >= 0; entry = slots[slot]! - 1) {
        if (hashes[entry] === hash && isEntry(entry, bytes, start, end)) return entry;
        slot = (slot + 1) & mask;
      }
      const at = offsets[count]!;
      const room = at + end - start;
      if (room > heap.length) heap = grown(heap, new Uint8Array(Math.max(room, heap.length * 2)));
      for (let from = start, to = at; from < end; from++) heap[to++] = bytes[from]!;
      slots[slot] = count + 1;
      hashes[count] = hash;
      offsets[count + 1] = room;
      return count++;
    },
    texts: () => ({ bytes: heap.subarray(0, offsets[count]), offsets: offsets.subarray(0, count + 1) }),
  };
}

function grown<A extends Int32Array | Uint32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** Compares two texts by their bytes, as warehouses and Parquet do. */
export function compareTexts(a: TextValues, index: number, b: TextValues, other: number): number {
  let at = a.offsets[index]!;
  let to = b.offsets[other]!;
  const end = a.offsets[index + 1]!;
  const otherEnd = b.offsets[other + 1]!;
  while (at < end && to < otherEnd) {
    const difference = a.bytes[at++]! - b.bytes[to++]!;
    if (difference !== 0) return difference;
  }
  return end - at - (otherEnd - to);
}
