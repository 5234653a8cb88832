// XXH64 of the xxHash specification: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md

const prime1: u64 = 0x9e3779b185ebca87;
const prime2: u64 = 0xc2b2ae3d27d4eb4f;
const prime3: u64 = 0x165667b19e3779f9;
const prime4: u64 = 0x85ebca77c2b2ae63;
const prime5: u64 = 0x27d4eb2f165667c5;

// @ts-ignore: decorator
@inline
function mixed(sum: u64, lane: u64): u64 {
  return rotl<u64>(sum + lane * prime2, 31) * prime1;
}

// @ts-ignore: decorator
@inline
function joined(sum: u64, stripe: u64): u64 {
  return (sum ^ mixed(0, stripe)) * prime1 + prime4;
}

export function xxHash64(start: usize, size: u32, seed: u64): u64 {
  const end = start + (size as usize);
  let at = start;
  let sum: u64;
  if (size >= 32) {
    let first = seed + prime1 + prime2;
    let second = seed + prime2;
    let third = seed;
    let fourth = seed - prime1;
    for (; at + 32 <= end; at += 32) {
      first = mixed(first, load<u64>(at));
      second = mixed(second, load<u64>(at, 8));
      third = mixed(third, load<u64>(at, 16));
      fourth = mixed(fourth, load<u64>(at, 24));
    }
    sum = rotl<u64>(first, 1) + rotl<u64>(second, 7) + rotl<u64>(third, 12) + rotl<u64>(fourth, 18);
    sum = joined(joined(joined(joined(sum, first), second), third), fourth);
  } else sum = seed + prime5;
  sum += size as u64;
  for (; at + 8 <= end; at += 8) sum = rotl<u64>(sum ^ mixed(0, load<u64>(at)), 27) * prime1 + prime4;
  if (at + 4 <= end) {
    sum = rotl<u64>(sum ^ ((load<u32>(at) as u64) * prime1), 23) * prime2 + prime3;
    at += 4;
  }
  for (; at < end; at++) sum = rotl<u64>(sum ^ ((load<u8>(at) as u64) * prime5), 11) * prime1;
  return spread(sum);
}

/** Spreads every bit over all others, as XXH64 ends. */
export function spread(sum: u64): u64 {
  sum = (sum ^ (sum >> 33)) * prime2;
  sum = (sum ^ (sum >> 29)) * prime3;
  return sum ^ (sum >> 32);
}
