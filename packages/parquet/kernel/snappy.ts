// Snappy's block format: the plain length as a varint, then literals and copies of what came before.
// https://github.com/google/snappy/blob/main/format_description.txt

const hashBits: u32 = 14;
/** What a copy with a two-byte offset reaches. */
const maxDistance: u32 = 0xffff;
/** A shorter copy saves nothing. */
const matchBytes: u32 = 4;
/** So near to the end nothing is looked for. */
const margin: u32 = 16;

const positions: usize = heap.alloc(4 << hashBits);

/** Compresses bytes. Data that does not repeat is skipped over in ever longer steps, and grows by a few bytes. */
export function compress(source: usize, size: u32, target: usize): u32 {
  let at = writeLength(target, size);
  let literalStart: u32 = 0;
  // 0 is what the table holds of words not seen yet.
  let position: u32 = 1;
  memory.fill(positions, 0, 4 << hashBits);
  const searchEnd: u32 = size > margin ? size - margin : 0;
  let misses: u32 = 32;
  while (position < searchEnd) {
    const word = load<u32>(source + (position as usize));
    const slot = slotOf(word);
    const candidate = load<u32>(slot);
    store<u32>(slot, position);
    if (position - candidate > maxDistance || load<u32>(source + (candidate as usize)) != word) {
      position += misses++ >> 5;
      continue;
    }
    at = writeLiteral(at, source, literalStart, position);
    const matchStart = position;
    const distance = position - candidate;
    position = matchEnd(source, position + matchBytes, candidate + matchBytes, size);
    at = writeCopies(at, distance, position - matchStart);
    literalStart = position;
    misses = 32;
    if (position < searchEnd) store<u32>(slotOf(load<u32>(source + (position as usize) - 1)), position - 1);
  }
  return (writeLiteral(at, source, literalStart, size) - target) as u32;
}

// @ts-ignore: decorator
@inline
function slotOf(word: u32): usize {
  return positions + (((word * 0x1e35a7bd) >> (32 - hashBits)) << 2 as usize);
}

/** The first byte from `at` on that differs from the one at `candidate` and on. */
// @ts-ignore: decorator
@inline
function matchEnd(source: usize, at: u32, candidate: u32, size: u32): u32 {
  let end = at;
  let other = candidate;
  while (end + 8 <= size) {
    const difference = load<u64>(source + (end as usize)) ^ load<u64>(source + (other as usize));
    if (difference != 0) return end + ((ctz(difference) >> 3) as u32);
    end += 8;
    other += 8;
  }
  while (end < size && load<u8>(source + (end as usize)) == load<u8>(source + (other++ as usize))) end++;
  return end;
}

function writeLength(start: usize, length: u32): usize {
  let at = start;
  let rest = length;
  for (; rest > 0x7f; rest >>= 7) store<u8>(at++, ((rest & 0x7f) | 0x80) as u8);
  store<u8>(at++, rest as u8);
  return at;
}

// @ts-ignore: decorator
@inline
function writeLiteral(start: usize, source: usize, from: u32, to: u32): usize {
  const length = to - from;
  if (length == 0) return start;
  let at = start;
  const last = length - 1;
  if (last < 60) {
    store<u8>(at++, (last << 2) as u8);
  } else {
    const lengthBytes: u32 = last < 1 << 8 ? 1 : last < 1 << 16 ? 2 : last < 1 << 24 ? 3 : 4;
    store<u8>(at++, ((59 + lengthBytes) << 2) as u8);
    for (let shift: u32 = 0; shift < lengthBytes * 8; shift += 8) store<u8>(at++, (last >> shift) as u8);
  }
  memory.copy(at, source + (from as usize), length as usize);
  return at + (length as usize);
}

function writeCopies(start: usize, distance: u32, length: u32): usize {
  let at = start;
  let rest = length;
  // 64 bytes are the most that one copy can make; what remains is to be at least four.
  while (rest > 64) {
    const piece: u32 = rest >= 68 ? 64 : 60;
    at = writeCopy(at, distance, piece);
    rest -= piece;
  }
  return writeCopy(at, distance, rest);
}

// @ts-ignore: decorator
@inline
function writeCopy(at: usize, distance: u32, length: u32): usize {
  if (length < 12 && distance < 2048) {
    store<u8>(at, (1 | ((length - 4) << 2) | ((distance >> 8) << 5)) as u8);
    store<u8>(at, distance as u8, 1);
    return at + 2;
  }
  store<u8>(at, (2 | ((length - 1) << 2)) as u8);
  store<u16>(at, distance as u16, 1);
  return at + 3;
}
