const prime1 = 0x9e3779b185ebca87n;
const prime2 = 0xc2b2ae3d27d4eb4fn;
const prime3 = 0x165667b19e3779f9n;
const prime4 = 0x85ebca77c2b2ae63n;
const prime5 = 0x27d4eb2f165667c5n;

/** XXH64 word for word as its specification says, in big integers. */
export function plainXxHash64(bytes: Buffer, seed: bigint): bigint {
  let at = 0;
  let hash = wrap(seed + prime5);
  if (bytes.length >= 32) {
    const lanes = [seed + prime1 + prime2, seed + prime2, seed, seed - prime1].map(wrap);
    for (; at + 32 <= bytes.length; at += 32)
      for (let lane = 0; lane < 4; lane++)
        lanes[lane] = round(lanes[lane]!, bytes.readBigUInt64LE(at + lane * 8));
    hash = wrap(lanes.reduce((sum, lane, index) => sum + rotate(lane, [1n, 7n, 12n, 18n][index]!), 0n));
    for (const lane of lanes) hash = wrap((hash ^ round(0n, lane)) * prime1 + prime4);
  }
  hash = wrap(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = wrap(rotate(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * prime1 + prime4);
  for (; at + 4 <= bytes.length; at += 4)
    hash = wrap(rotate(hash ^ wrap(BigInt(bytes.readUInt32LE(at)) * prime1), 23n) * prime2 + prime3);
  for (; at < bytes.length; at++) hash = wrap(rotate(hash ^ wrap(BigInt(bytes[at]!) * prime5), 11n) * prime1);
  hash = wrap((hash ^ (hash >> 33n)) * prime2);
  hash = wrap((hash ^ (hash >> 29n)) * prime3);
  return hash ^ (hash >> 32n);
}

function round(accumulator: bigint, lane: bigint): bigint {
  return wrap(rotate(wrap(accumulator + lane * prime2), 31n) * prime1);
}

function rotate(value: bigint, bits: bigint): bigint {
  return wrap((value << bits) | (value >> (64n - bits)));
}

function wrap(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
