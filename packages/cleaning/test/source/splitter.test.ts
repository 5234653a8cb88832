import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/index.ts';
import { maxRowBytes } from '../../src/source/row.ts';
import { chunksAt, chunksOf, cutRows } from './rows.ts';

const cut = (key: string, text: string) => cutRows(key, [Buffer.from(text)]);
const texts = (key: string, text: string) => cut(key, text).map((row) => row.text);

describe('the form of an object', () => {
  it.each(['a.json', 'a.JSON', 'raw/sales/a.json.gz', 'a.b.json.zst'])('%s may be an array', (key) => {
    expect(texts(key, ' \n[1,\n2]')).toEqual(['1', '2']);
  });

  it.each(['a.ndjson', 'a.jsonl', 'a.ndjson.gz', 'a.jsonl.zst', 'a', 'json', 'a.json/b', 'a.json.bz2'])(
    '%s is lines, even if it starts with a bracket',
    (key) => {
      expect(texts(key, '[1,\n2]')).toEqual(['[1,', '2]']);
    },
  );

  it('.json may be lines, too', () => {
    expect(texts('a.json', '{"a":[1]}\n[2]\n')).toEqual(['{"a":[1]}', '[2]']);
  });

  it.each(['a.json', 'a.ndjson'])('%s without text has no rows', (key) => {
    for (const text of ['', ' ', '\n\r\n\t', '\ufeff', '\ufeff \n']) expect(cut(key, text)).toEqual([]);
    expect(cutRows(key, [])).toEqual([]);
    expect(cutRows(key, [new Uint8Array(0), new Uint8Array(0)])).toEqual([]);
  });
});

describe('a byte order mark', () => {
  it.each(['a.json', 'a.ndjson'])('of %s is skipped, and counts in offsets', (key) => {
    expect(cut(key, '\ufeff{"a":1}\n2')).toEqual([
      { text: '{"a":1}', offset: 3, line: 1 },
      { text: '2', offset: 11, line: 2 },
    ]);
  });

  it('may stand before an array', () => {
    expect(cut('a.json', '\ufeff\n[1,\n2]')).toEqual([
      { text: '1', offset: 5, line: 2 },
      { text: '2', offset: 8, line: 3 },
    ]);
  });

  it('anywhere else is text', () => {
    expect(texts('a.ndjson', '\n\ufeff{}')).toEqual(['\u00ef\u00bb\u00bf{}']);
    expect(cutRows('a.ndjson', [Buffer.from([0xef, 0xbb])])).toHaveLength(1);
    expect(cutRows('a.ndjson', [Buffer.from([0xef, 0xbb, 0x7b, 0x7d])])).toHaveLength(1);
  });
});

it.each([
  ['lines.ndjson', '\ufeff \r\n{"é":1}\r\n\n[\n 2 \n'],
  ['array.json', '\ufeff \r\n[ {"é":"]"},\n,[1]]\r\n 2 \n'],
  ['lines.json', '{"a":\n[1]}\n'],
])('%s is cut the same wherever its chunks end', (key, text) => {
  const bytes = Buffer.from(text);
  const whole = cutRows(key, [bytes]);
  for (let first = 0; first <= bytes.length; first++)
    for (let second = first; second <= bytes.length; second++)
      expect(cutRows(key, chunksAt(bytes, [first, second]))).toEqual(whole);
  for (const size of [1, 2, 3]) expect(cutRows(key, chunksOf(bytes, size))).toEqual(whole);
});

describe('white space before the first row', () => {
  const blank = ' \r\n'.repeat(100_000);

  it.each(['a.json', 'a.ndjson'])('of %s is passed over, however long it is', (key) => {
    expect(cut(key, `\ufeff${blank}{"a":1}\n`)).toEqual([
      { text: '{"a":1}', offset: 300_003, line: 100_001 },
    ]);
    expect(cut(key, blank)).toEqual([]);
  });

  it('does not hide an array', () => {
    expect(cut('a.json', `${blank}[1,\n2]`)).toEqual([
      { text: '1', offset: 300_001, line: 100_001 },
      { text: '2', offset: 300_004, line: 100_002 },
    ]);
  });
});

describe('binary data', () => {
  /** Half of it bytes that no text has. */
  const binary = Buffer.from(
    Array.from({ length: 4_000 }, (_, index) => (index % 2 === 0 ? 0 : 65 + (index % 20))),
  );
  const refusal = expect.objectContaining({ name: 'SourceError', fault: 'binary' });

  it.each([1, 7, 64, 1_000, 10_000])('is refused, also in chunks of %s bytes', (size) => {
    expect(() => cutRows('a.json', chunksOf(binary, size))).toThrow(refusal);
  });

  it('is refused whatever stands before it', () => {
    for (const start of ['{"a":1}\n'.repeat(100), '[', '\ufeff \n', ' '.repeat(70_000)])
      expect(() => cutRows('a.json', [Buffer.concat([Buffer.from(start), binary])])).toThrow(refusal);
  });

  it('is not some control characters in much text', () => {
    expect(cut('a.ndjson', `${'{"a":1}\n'.repeat(1_000)}\0\u0001\u0002\u0003\u0004`)).toHaveLength(1_001);
    expect(cut('a.ndjson', '\0\0\0')).toHaveLength(1);
  });

  it('is what UTF-16 looks like', () => {
    expect(() => cutRows('a.json', [Buffer.from('\ufeff{"a":1}\n', 'utf16le')])).toThrow(SourceError);
  });

  it('says so', () => {
    expect(() => cutRows('a.json', [binary])).toThrow('it is binary data and no UTF-8 text');
  });
});

it('refuses a row that is too long for a string, and says where it starts', () => {
  const part = Buffer.alloc(16 * 1024 * 1024, 'x');
  const row = [Buffer.from('1\n'), ...Array.from({ length: maxRowBytes / part.length }, () => part)];
  const fault = expect.objectContaining({ fault: 'row_too_long' });
  expect(() => cutRows('a.ndjson', [...row, Buffer.from('x\n')])).toThrow(fault);
  expect(() => cutRows('a.ndjson', [...row, Buffer.from('x'), Buffer.from('x\n')])).toThrow(
    'the row at byte 2 is',
  );
});
