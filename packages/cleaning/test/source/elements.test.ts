import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/index.ts';
import { elementSplitter } from '../../src/source/elements.ts';
import { chunksAt, chunksOf, cutWith } from './rows.ts';

const cut = (text: string) => cutWith(elementSplitter, [Buffer.from(text)]);
const texts = (text: string) => cut(text).map((row) => row.text);

const pretty = `[
  {
    "a": "]},{[",
    "b": [1, [2, {}], []]
  },
  {"quote": "\\"]", "backslash": "\\\\"},

  null , "text, with [ and \\" and \\\\",
  -1.5e3\t,true
]
`;

describe('the elements of an array', () => {
  it('are rows, with the line and offset they start at', () => {
    expect(cut(pretty).map(({ text, line }) => [JSON.parse(text), line])).toEqual([
      [{ a: ']},{[', b: [1, [2, {}], []] }, 2],
      [{ quote: '"]', backslash: '\\' }, 6],
      [null, 8],
      ['text, with [ and " and \\', 8],
      [-1500, 9],
      [true, 9],
    ]);
    for (const { text, offset } of cut(pretty)) expect(pretty.slice(offset, offset + text.length)).toBe(text);
  });

  it.each(['[]', '[ ]', '[\n\r\n\t ]\n', ' \n[]'])('may be none: %j', (text) => {
    expect(cut(text)).toEqual([]);
  });

  it.each([
    ['[1,]', ['1', '']],
    ['[,]', ['', '']],
    ['[,1]', ['', '1']],
    ['[1,,2]', ['1', '', '2']],
    ['[1 , ]', ['1', '']],
    ['[1,\n,\n2]', ['1', '', '2']],
  ])('that are not there are empty rows: %s', (text, rows) => {
    expect(texts(text)).toEqual(rows);
  });

  it.each([
    ['[1 2]', ['1 2']],
    ['[{"a":1} {"a":2}]', ['{"a":1} {"a":2}']],
    ['[}]', ['}']],
    ['[{"a":1]},2]', ['{"a":1]}', '2']],
    ['[nul]', ['nul']],
    ['["\n"]', ['"\n"']],
  ])('that are no JSON are rows all the same: %s', (text, rows) => {
    expect(texts(text)).toEqual(rows);
  });
});

describe('text behind the closing bracket', () => {
  it('is cut by lines', () => {
    expect(cut('[1]\n')).toHaveLength(1);
    expect(cut('[1] x\n\n {"a":2}\r\n[3]')).toEqual([
      { text: '1', offset: 1, line: 1 },
      { text: 'x', offset: 4, line: 1 },
      { text: '{"a":2}', offset: 8, line: 3 },
      { text: '[3]', offset: 17, line: 4 },
    ]);
  });

  it('counts on from the line of the bracket', () => {
    expect(cut('[\n1\n]]\n2').map(({ text, line }) => [text, line])).toEqual([
      ['1', 2],
      [']', 3],
      ['2', 4],
    ]);
  });
});

describe('an array without its closing bracket', () => {
  it.each(['[', '[1', '[1,', '[{"a":1},{"a"', '[{"a":1}', '["]', '["\\"]', '[[]', '[{]'])(
    'is truncated: %s',
    (text) => {
      const cutting = () => cut(text);
      expect(cutting).toThrow(SourceError);
      expect(cutting).toThrow(expect.objectContaining({ fault: 'truncated' }));
    },
  );
});

it('gives the same rows wherever the text is cut, once, twice or everywhere', () => {
  const text = Buffer.from(' [\r\n{"é":"\\\\\\"]"},,\n [{"b":[]}\t] ,"😀"\n,]\r\n tail,\n[1]');
  const whole = cutWith(elementSplitter, [text]);
  expect(whole).toHaveLength(7);
  for (let first = 0; first <= text.length; first++)
    for (let second = first; second <= text.length; second++)
      expect(cutWith(elementSplitter, chunksAt(text, [first, second]))).toEqual(whole);
  expect(cutWith(elementSplitter, chunksOf(text, 1))).toEqual(whole);
});
