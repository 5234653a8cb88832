import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { describe, expect, it } from 'vitest';
import { bitWidth, encodeRepeat } from '../src/encoding/hybrid.ts';
import { encodeHybrid } from './kernelCalls.ts';
import { seededRandom } from './randomTable.ts';

function decoded(bytes: Uint8Array, width: number, count: number): number[] {
  const values = Array.from({ length: count }, () => 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  readRleBitPackedHybrid({ view, offset: 0 }, width, values, bytes.length);
  return values;
}

/** Values in runs around the length of eight where the encoding changes its kind. */
function runs(random: () => number, width: number): Int32Array {
  const values: number[] = [];
  for (let run = Math.floor(random() * 60); run > 0; run--) {
    const value = Math.floor(random() * 2 ** width);
    const length = random() < 0.1 ? 1000 : 1 + Math.floor(random() * 20);
    for (let index = 0; index < length; index++)
      values.push(random() < 0.1 ? Math.floor(random() * 2 ** width) : value);
  }
  return Int32Array.from(values);
}

describe('the run-length and bit-packing hybrid', () => {
  it.each(Array.from({ length: 21 }, (_, width) => width))('gives back values of %i bits', (width) => {
    const random = seededRandom(width);
    for (let round = 0; round < 20; round++) {
      const values = runs(random, width);
      expect(decoded(encodeHybrid(values, width), width, values.length)).toEqual([...values]);
    }
  });

  it('writes a repeated value in a few bytes however often it comes', () => {
    expect(encodeHybrid(new Int32Array(1_000_000).fill(1), 1).length).toBeLessThan(6);
    expect(decoded(encodeRepeat(5, 70_000, 3), 3, 70_000)).toEqual(Array.from({ length: 70_000 }, () => 5));
  });

  it('packs values that do not repeat in their bits', () => {
    const values = Int32Array.from({ length: 8000 }, (_, row) => row % 7);
    expect(encodeHybrid(values, 3).length).toBeLessThan(3010);
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [255, 8],
    [256, 9],
  ])('holds values up to %i in %i bits', (largest, bits) => {
    expect(bitWidth(largest)).toBe(bits);
  });
});
