import { describe, expect, it } from 'vitest';
import { withScratch } from '@sales/parquet/kernel';
import { kernel } from '../src/kernel/kernel.ts';
import { placeTextSums } from '../src/textSums.ts';
import { plainXxHash64 } from './plainXxHash64.ts';
import { seededRandom } from '@sales/test-kit';

/** The sum of a part of some bytes, as one number. */
function hash(bytes: Uint8Array, seed: number, start = 0, end = bytes.length): bigint {
  return withScratch(kernel(), (scratch) => {
    const sums = placeTextSums(scratch, { bytes, offsets: Uint32Array.of(start, end) }, { prefix: '', seed });
    return Buffer.from(scratch.copy(sums, 8)).readBigUInt64LE();
  });
}

/** The bytes that the reference implementation's sanity check hashes. */
function sanityBytes(length: number): Buffer {
  let generator = 0x9e3779b1n;
  return Buffer.from(
    Array.from({ length }, () => {
      const byte = Number(generator >> 56n);
      generator = BigInt.asUintN(64, generator * 0x9e3779b185ebca8dn);
      return byte;
    }),
  );
}

/** A whole number as Spark hashes it. */
function int(value: number): Buffer {
  return Buffer.from(Int32Array.of(value).buffer);
}

describe('XXH64', () => {
  it.each([
    ['', 0, 0xef46db3751d8e999n],
    ['a', 0, 0xd24ec4f1a98c6e5bn],
    ['abc', 0, 0x44bc2cf5ad770999n],
    ['xxhash', 20_141_025, 0xb559b98d844e0635n],
    ['Nobody inspects the spammish repetition', 0, 0xfbcea83c8a378bf1n],
  ])('of %j with seed %s is as published', (text, seed, expected) => {
    expect(hash(Buffer.from(text), seed)).toBe(expected);
  });

  const prime = 0x9e3779b1;
  it.each([
    [0, prime, 0xac75fda2929b17efn],
    [1, 0, 0xe934a84adb052768n],
    [1, prime, 0x5014607643a9b4c3n],
    [4, 0, 0x9136a0dca57457een],
    [14, 0, 0x8282dcc4994e35c8n],
    [14, prime, 0xc3bd6bf63deb6df0n],
    [222, 0, 0xb641ae8cb691c174n],
    [222, prime, 0x20cb8ab7ae10c14an],
  ])(
    'of %s bytes with seed %s passes the check of the reference implementation',
    (length, seed, expected) => {
      expect(hash(sanityBytes(length), seed)).toBe(expected);
    },
  );

  it("chains to the example of Spark's manual: xxhash64('Spark', array(123), 2)", () => {
    // Spark takes the sum of each value as the seed of the next; those do not fit this seed, so the plain one is asked.
    const first = hash(Buffer.from('Spark'), 42);
    const last = plainXxHash64(int(2), plainXxHash64(int(123), first));
    expect(BigInt.asIntN(64, last)).toBe(5_602_566_077_635_097_486n);
  });

  it('is that of its specification for any bytes, wherever they lie', () => {
    const random = seededRandom(1);
    const wrong: number[] = [];
    for (let round = 0; round < 3_000; round++) {
      const bytes = Buffer.from(
        Array.from({ length: random.below(150) }, () =>
          random.pick([0, 0x7f, 0x80, 0xff, random.below(256)]),
        ),
      );
      const start = random.below(bytes.length + 1);
      const end = start + random.below(bytes.length - start + 1);
      const seed = random.pick([0, 42, 0xffff_ffff, random.below(2 ** 32)]);
      if (hash(bytes, seed, start, end) !== plainXxHash64(bytes.subarray(start, end), BigInt(seed)))
        wrong.push(round);
    }
    expect(wrong).toEqual([]);
  });
});
