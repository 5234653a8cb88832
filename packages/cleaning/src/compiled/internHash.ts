/**
 * The hash of interned bytes: four of them at a time, little-endian, the last word with its length in its top byte.
 */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashSeed;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    hash = Math.imul(hash ^ word, hashFactor);
    hash ^= hash >>> 15;
  }
  const rest = end - at;
  let last = rest << 24;
  for (let index = 0; index < rest; index++) last |= bytes[at + index]! << (8 * index);
  hash = Math.imul(hash ^ last, hashFactor);
  return hash ^ (hash >>> 15);
}

const hashSeed = 0x811c9dc5 | 0;
const hashFactor = 0x9e3779b1 | 0;
