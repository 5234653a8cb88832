import { describe, expect, it } from 'vitest';
import { type Column, columnText, textAt, textValues } from '../src/index.ts';

describe('a text heap', () => {
  it('gives back the texts it was made from', () => {
    const texts = ['', 'a', 'é', '日本', '😀', '\ufeffmark', 'x'.repeat(5000), ''];
    const heap = textValues(texts);
    expect(heap.offsets).toHaveLength(texts.length + 1);
    expect(texts.map((_, index) => textAt(heap, index))).toEqual(texts);
    expect(Buffer.from(heap.bytes).toString()).toBe(texts.join(''));
  });

  it('of nothing has one offset', () => {
    expect([...textValues([]).offsets]).toEqual([0]);
  });
});

describe('a column', () => {
  const values = textValues(['x', 'y']);
  it('of codes shows its texts and nulls', () => {
    const column: Column = { kind: 'codes', codes: Int32Array.of(1, -1, 0), dictionary: values };
    expect([0, 1, 2].map((row) => columnText(column, row))).toEqual(['y', null, 'x']);
  });

  it('of texts shows its texts and nulls', () => {
    expect(columnText({ kind: 'text', values }, 1)).toBe('y');
    expect(columnText({ kind: 'text', values, validity: Uint8Array.of(1, 0) }, 1)).toBeNull();
  });

  it('of numbers has no text', () => {
    expect(() => columnText({ kind: 'int32', values: Int32Array.of(1) }, 0)).toThrow('holds no text');
  });
});
