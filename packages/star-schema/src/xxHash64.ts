/**
 * A 64-bit sum in two unsigned halves. Sums are made by the million, and BigInt is thirty times slower than halves.
 */
export interface Sum64 {
  high: number;
  low: number;
}

/** The five primes of the xxHash specification, as halves. */
const prime1: Sum64 = { high: 0x9e3779b1, low: 0x85ebca87 };
const prime2: Sum64 = { high: 0xc2b2ae3d, low: 0x27d4eb4f };
const prime3: Sum64 = { high: 0x165667b1, low: 0x9e3779f9 };
const prime4: Sum64 = { high: 0x85ebca77, low: 0xc2b2ae63 };
const prime5: Sum64 = { high: 0x27d4eb2f, low: 0x165667c5 };

/** Hashes `bytes[start .. end)` by XXH64 (the xxHash specification) into `sum`, as Spark's `xxhash64` does. */
export function xxHash64(sum: Sum64, bytes: Uint8Array, start: number, end: number, seed: number): void {
  const length = end - start;
  let at = start;
  if (length >= 32) {
    at = hashStripes(sum, bytes, start, end, seed);
  } else {
    set(sum, 0, seed);
    add(sum, prime5);
  }
  add(sum, { high: 0, low: length });
  for (; at + 8 <= end; at += 8) {
    readLane(lane, bytes, at);
    multiply(lane, prime2);
    rotate(lane, 31);
    multiply(lane, prime1);
    xor(sum, lane);
    rotate(sum, 27);
    multiply(sum, prime1);
    add(sum, prime4);
  }
  if (at + 4 <= end) {
    set(lane, 0, word(bytes, at));
    multiply(lane, prime1);
    xor(sum, lane);
    rotate(sum, 23);
    multiply(sum, prime2);
    add(sum, prime3);
    at += 4;
  }
  for (; at < end; at++) {
    set(lane, 0, bytes[at]!);
    multiply(lane, prime5);
    xor(sum, lane);
    rotate(sum, 11);
    multiply(sum, prime1);
  }
  // Shifts right by 33, 29 and 32 bits, as the specification ends a sum.
  set(sum, sum.high, sum.low ^ (sum.high >>> 1));
  multiply(sum, prime2);
  set(sum, sum.high ^ (sum.high >>> 29), sum.low ^ ((sum.low >>> 29) | (sum.high << 3)));
  multiply(sum, prime3);
  set(sum, sum.high, sum.low ^ sum.high);
}

const lane: Sum64 = { high: 0, low: 0 };
const stripes: readonly Sum64[] = Array.from({ length: 4 }, () => ({ high: 0, low: 0 }));
const stripeTurns = [1, 7, 12, 18] as const;

/** Mixes whole stripes of 32 bytes; gives the first byte behind them. */
function hashStripes(sum: Sum64, bytes: Uint8Array, start: number, end: number, seed: number): number {
  const [first, second, third, fourth] = stripes as [Sum64, Sum64, Sum64, Sum64];
  for (const stripe of stripes) set(stripe, 0, seed);
  add(first, prime1);
  add(first, prime2);
  add(second, prime2);
  // Less prime 1 is plus its two's complement.
  add(fourth, { high: ~prime1.high, low: ~prime1.low + 1 });
  void third;
  let at = start;
  for (; at + 32 <= end; at += 32) {
    for (let index = 0; index < 4; index++) {
      readLane(lane, bytes, at + index * 8);
      mix(stripes[index]!, lane);
    }
  }
  set(sum, 0, 0);
  stripes.forEach((stripe, index) => {
    set(lane, stripe.high, stripe.low);
    rotate(lane, stripeTurns[index]!);
    add(sum, lane);
  });
  for (const stripe of stripes) {
    multiply(stripe, prime2);
    rotate(stripe, 31);
    multiply(stripe, prime1);
    xor(sum, stripe);
    multiply(sum, prime1);
    add(sum, prime4);
  }
  return at;
}

function mix(accumulator: Sum64, input: Sum64): void {
  multiply(input, prime2);
  add(accumulator, input);
  rotate(accumulator, 31);
  multiply(accumulator, prime1);
}

function set(target: Sum64, high: number, low: number): void {
  target.high = high >>> 0;
  target.low = low >>> 0;
}

function readLane(target: Sum64, bytes: Uint8Array, at: number): void {
  set(target, word(bytes, at + 4), word(bytes, at));
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function xor(target: Sum64, other: Sum64): void {
  set(target, target.high ^ other.high, target.low ^ other.low);
}

function add(target: Sum64, other: Sum64): void {
  const low = target.low + (other.low >>> 0);
  set(target, target.high + other.high + (low > 0xffff_ffff ? 1 : 0), low);
}

function rotate(target: Sum64, bits: number): void {
  const { high, low } = target;
  if (bits < 32) set(target, (high << bits) | (low >>> (32 - bits)), (low << bits) | (high >>> (32 - bits)));
  else set(target, low, high);
}

/** Multiplies modulo 2^64: the low halves in full, the crossed ones in their low half only. */
function multiply(target: Sum64, other: Sum64): void {
  const [a0, a1] = [target.low & 0xffff, target.low >>> 16];
  const [b0, b1] = [other.low & 0xffff, other.low >>> 16];
  const low = a0 * b0;
  const middle = a1 * b0 + (low >>> 16);
  const cross = a0 * b1 + (middle & 0xffff);
  const carried = a1 * b1 + Math.floor(middle / 0x1_0000) + Math.floor(cross / 0x1_0000);
  const high = carried + Math.imul(target.high, other.low) + Math.imul(target.low, other.high);
  set(target, high, (cross << 16) | (low & 0xffff));
}
