import { describe, expect, it } from 'vitest';
import { lineSplitter } from '../../src/source/lines.ts';
import { chunksAt, chunksOf, cutWith } from './rows.ts';

const cut = (text: string) => cutWith((onRow) => lineSplitter(onRow), [Buffer.from(text)]);
const texts = (text: string) => cut(text).map((row) => row.text);

describe('lines', () => {
  it('are rows, with their place', () => {
    expect(cut('{"a":1}\n{"a":2}\n')).toEqual([
      { text: '{"a":1}', offset: 0, line: 1 },
      { text: '{"a":2}', offset: 8, line: 2 },
    ]);
  });

  it('may end with CRLF, and the last without anything', () => {
    expect(cut('a\r\nbc\r\n\r\nd')).toEqual([
      { text: 'a', offset: 0, line: 1 },
      { text: 'bc', offset: 3, line: 2 },
      { text: 'd', offset: 9, line: 4 },
    ]);
  });

  it.each(['', '\n', '\n\n\n', ' ', ' \t\r\n\r\n  ', '\r'])('of white space are no rows: %j', (text) => {
    expect(cut(text)).toEqual([]);
  });

  it.each(['\u00a0', '\v', '\f', '\u2028', '\0', '\u0085'])(
    'of %j are rows: JSON knows no such white space',
    (text) => {
      expect(cut(`${text}\n`)).toHaveLength(1);
    },
  );

  it('are cut at LF only, and lose the white space around them', () => {
    expect(texts('a\rb\n \t c d \t\r\n\u2028x\u2028\n')).toEqual([
      'a\rb',
      'c d',
      Buffer.from('\u2028x\u2028').toString('latin1'),
    ]);
    expect(cut('\n  a')).toEqual([{ text: 'a', offset: 3, line: 2 }]);
  });

  it('may be counted from another line', () => {
    expect(
      cutWith((onRow) => lineSplitter(onRow, { firstLine: 7 }), [Buffer.from('a\nb')]).map(
        ({ line }) => line,
      ),
    ).toEqual([7, 8]);
  });

  it('are the same wherever the text is cut, once, twice or everywhere', () => {
    const text = Buffer.from('{"é":1}\r\n\n \n\t{}\r\n"😀"\n\r\nlast');
    const whole = cutWith((onRow) => lineSplitter(onRow), [text]);
    for (let first = 0; first <= text.length; first++)
      for (let second = first; second <= text.length; second++)
        expect(cutWith((onRow) => lineSplitter(onRow), chunksAt(text, [first, second]))).toEqual(whole);
    expect(cutWith((onRow) => lineSplitter(onRow), chunksOf(text, 1))).toEqual(whole);
  });
});

describe('a scan', () => {
  it('takes what lines it likes, whole ones only, and the others are cut', () => {
    const text = Buffer.from('x1\nno\nx2\nx3\r\n\nno\nx4');
    for (const size of [1, 2, 5, 100]) {
      const scanned: string[] = [];
      let buffer: Buffer = Buffer.alloc(0);
      const rows = cutWith(
        (onRow) =>
          lineSplitter(onRow, {
            scan: {
              show(shown) {
                buffer = shown;
              },
              scan(start, end, offset) {
                let at = start;
                let count = 0;
                while (at < end && buffer[at] === 0x78) {
                  const next = buffer.indexOf(10, at) + 1;
                  scanned.push(`${buffer.toString('latin1', at, next)}@${offset + at}`);
                  at = next;
                  count++;
                }
                return { end: at, rows: count };
              },
            },
          }),
        chunksOf(text, size),
      );
      expect(scanned).toEqual(['x1\n@0', 'x2\n@6', 'x3\r\n@9']);
      expect(rows).toEqual([
        { text: 'no', offset: 3, line: 2 },
        { text: 'no', offset: 14, line: 6 },
        { text: 'x4', offset: 17, line: 7 },
      ]);
    }
  });
});
