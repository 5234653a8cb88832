// Finds sums of 64 bits that come more than once. A row is its sum's low and high half, and its number.

import { offsetAt } from './texts';

const rowBytes: usize = 12;

/**
 * Writes rows by parts, `1 << partBits` of them, by the first bits of their sums, and how many each part has. Rows are
 * numbered from `firstRow`.
 */
export function partition(sums: usize, count: u32, firstRow: u32, partBits: u32, rows: usize, counts: usize): void {
  const shift: u64 = 64 - (partBits as u64);
  const parts: u32 = 1 << partBits;
  memory.fill(counts, 0, (parts as usize) << 2);
  for (let row: u32 = 0; row < count; row++) {
    const slot = counts + (((load<u64>(sums + ((row as usize) << 3)) >> shift) << 2) as usize);
    store<u32>(slot, load<u32>(slot) + 1);
  }
  const ends = heap.alloc((parts as usize) << 2);
  let end: u32 = 0;
  for (let part: u32 = 0; part < parts; part++) {
    store<u32>(ends + ((part as usize) << 2), end);
    end += offsetAt(counts, part);
  }
  for (let row: u32 = 0; row < count; row++) {
    const sum = load<u64>(sums + ((row as usize) << 3));
    const slot = ends + (((sum >> shift) << 2) as usize);
    const at = load<u32>(slot);
    store<u32>(slot, at + 1);
    const target = rows + (at as usize) * rowBytes;
    store<u64>(target, sum);
    store<u32>(target, firstRow + row, 8);
  }
  heap.free(ends);
}

/** Writes the low half and the number of every row whose sum another row has too, and gives how many they are. */
export function repeats(rows: usize, count: u32, found: usize): u32 {
  let slotCount: u32 = 16;
  while (slotCount < count * 2) slotCount *= 2;
  const mask = slotCount - 1;
  // The number of a row plus one, 0 where the slot is free.
  const slots = heap.alloc((slotCount as usize) << 2);
  memory.fill(slots, 0, (slotCount as usize) << 2);
  const isRepeat = heap.alloc(count as usize);
  memory.fill(isRepeat, 0, count as usize);
  for (let row: u32 = 0; row < count; row++) {
    const sum = load<u64>(rows + (row as usize) * rowBytes);
    for (let slot = (sum as u32) & mask; ; slot = (slot + 1) & mask) {
      const place = slots + ((slot as usize) << 2);
      const other = load<u32>(place);
      if (other == 0) {
        store<u32>(place, row + 1);
        break;
      }
      if (load<u64>(rows + ((other - 1) as usize) * rowBytes) != sum) continue;
      store<u8>(isRepeat + ((other - 1) as usize), 1);
      store<u8>(isRepeat + (row as usize), 1);
      break;
    }
  }
  let repeated: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(isRepeat + (row as usize)) == 0) continue;
    const from = rows + (row as usize) * rowBytes;
    const to = found + ((repeated++ as usize) << 3);
    store<u32>(to, load<u32>(from));
    store<u32>(to, load<u32>(from, 8), 4);
  }
  heap.free(slots);
  heap.free(isRepeat);
  return repeated;
}
