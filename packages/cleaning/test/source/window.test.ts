import { describe, expect, it, vi } from 'vitest';
import { lineSplitter } from '../../src/source/lines.ts';
import { elementSplitter } from '../../src/source/elements.ts';
import { maxRowBytes } from '../../src/source/row.ts';
import { emptyWindow, refuseLong, slide } from '../../src/source/window.ts';

it('holds what was left over, then the newest chunk', () => {
  const window = emptyWindow();
  slide(window, 0, Buffer.from('abc'));
  expect([window.buffer.toString(), window.seen, window.offset]).toEqual(['abc', 0, 0]);
  slide(window, 1, Buffer.from('de'));
  expect([window.buffer.toString(), window.seen, window.offset]).toEqual(['bcde', 2, 1]);
  slide(window, 4, Buffer.from('f'));
  expect([window.buffer.toString(), window.seen, window.offset]).toEqual(['f', 0, 5]);
  slide(window, 0, Buffer.alloc(0));
  expect([window.buffer.toString(), window.seen, window.offset]).toEqual(['f', 1, 5]);
});

it('refuses a row that is too long for a string, complete or not', () => {
  const window = { ...emptyWindow(), offset: 40 };
  expect(() => refuseLong(window, 2, 2 + maxRowBytes)).not.toThrow();
  expect(() => refuseLong(window, 2, 3 + maxRowBytes)).toThrow('the row at byte 42 is longer than 256 MiB');
});

/** Counts the bytes that are searched for a byte while `run` runs. */
function bytesSearched(run: () => void): number {
  let count = 0;
  type Search = (value: number, from?: number) => number;
  const prototype = Buffer.prototype as unknown as { indexOf: Search; lastIndexOf: Search };
  const { indexOf, lastIndexOf } = prototype;
  prototype.indexOf = function (this: Buffer, value, from = 0) {
    count += this.length - from;
    return indexOf.call(this, value, from);
  };
  prototype.lastIndexOf = function (this: Buffer, value) {
    count += this.length;
    return lastIndexOf.call(this, value);
  };
  try {
    run();
  } finally {
    Object.assign(prototype, { indexOf, lastIndexOf });
  }
  return count;
}

describe.each([
  ['a line', lineSplitter, '', '\n'],
  ['an element', elementSplitter, '[', ']'],
] as const)('%s of 50 MB', (_, make, open, close) => {
  it('is put together in linear time and a few times its memory', () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const chunks = 800;
    const total = chunk.length * chunks;
    const allocations = vi.spyOn(Buffer, 'allocUnsafeSlow');
    const lengths: number[] = [];
    const searched = bytesSearched(() => {
      const splitter = make(({ start, end }) => lengths.push(end - start));
      splitter.push(Buffer.from(open));
      for (let index = 0; index < chunks; index++) splitter.push(chunk);
      splitter.push(Buffer.from(close));
      splitter.end();
    });
    const sizes = allocations.mock.calls.map(([size]) => size);
    allocations.mockRestore();
    expect(lengths).toEqual([total]);
    // Each allocation is followed by a copy of at most as many bytes.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(total * 8);
    expect(Math.max(...sizes)).toBeLessThan(total * 4);
    expect(searched).toBeLessThan(total * 3);
  });
});
