import { snappyUncompress } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { snappyCompress } from './kernelCalls.ts';
import { seededRandom } from './randomTable.ts';

/** Bytes that repeat in ways that meet every kind of literal and copy. */
function repetitiveBytes(random: () => number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let end = 0;
  while (end < length) {
    const piece = 1 + Math.floor(random() ** 4 * [8, 80, 70_000][Math.floor(random() * 3)]!);
    const from = random() < 0.5 ? -1 : Math.floor(random() * end);
    for (let index = 0; index < piece && end < length; index++, end++) {
      bytes[end] = from < 0 ? random() * 256 : bytes[from + index]!;
    }
  }
  return bytes;
}

function uncompressed(compressed: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  snappyUncompress(compressed, output);
  return output;
}

describe('snappy', () => {
  it.each(Array.from({ length: 100 }, (_, seed) => seed))(
    'gives back what it compressed (seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      const bytes = repetitiveBytes(random, Math.floor(random() ** 3 * 300_000));
      const found = uncompressed(snappyCompress(bytes), bytes.length);
      expect(Buffer.compare(found, bytes)).toBe(0);
    },
  );

  it.each(Array.from({ length: 40 }, (_, length) => length))('takes %i bytes', (length) => {
    for (const bytes of [new Uint8Array(length), Uint8Array.from({ length }, (_, index) => index % 5)]) {
      expect(uncompressed(snappyCompress(bytes), length)).toEqual(bytes);
    }
  });

  it('makes repetitive bytes small and leaves random ones almost their size', () => {
    const random = seededRandom(1);
    expect(snappyCompress(new Uint8Array(100_000)).length).toBeLessThan(6000);
    const noise = Uint8Array.from({ length: 100_000 }, () => random() * 256);
    expect(snappyCompress(noise).length).toBeLessThan(100_100);
  });
});
