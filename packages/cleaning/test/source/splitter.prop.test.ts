import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/index.ts';
import { type SeededRandom, seededRandom } from '@sales/test-kit';
import { chunksOf, type CutRow, cutRows, randomChunks } from './rows.ts';

const tokens = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\"',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '\ufeff',
  'é',
  '😀',
  '\u2028',
  '{"a":1}',
  '"]"',
  '"\\\\"',
  '1',
  '-1e5',
  'null',
  '{"a":[1,{}]}',
];

function randomText(random: SeededRandom): Buffer {
  const start = random.pick(['', '', '\ufeff', ' \n', '[', '\ufeff[']);
  const parts = Array.from({ length: random.below(40) }, () => random.pick(tokens));
  return Buffer.from(start + parts.join(''));
}

/** What becomes of a text: its rows, or the fault that refuses it. */
function outcome(key: string, chunks: readonly Uint8Array[]): readonly CutRow[] | string {
  try {
    return cutRows(key, chunks);
  } catch (error) {
    if (error instanceof SourceError) return error.fault;
    throw error;
  }
}

describe.each(['a.json', 'a.ndjson'])('any text of %s', (key) => {
  const texts = Array.from({ length: 2_000 }, (_, seed) => randomText(seededRandom(seed)));

  it('gives the same rows, offsets and lines however it is cut', () => {
    const random = seededRandom(1);
    for (const text of texts) {
      const whole = outcome(key, [text]);
      expect(outcome(key, chunksOf(text, 1))).toEqual(whole);
      expect(outcome(key, randomChunks(text, random))).toEqual(whole);
    }
  });

  it('has each row at its offset and on its line, in order and apart', () => {
    for (const text of texts) {
      const rows = outcome(key, [text]);
      if (typeof rows === 'string') continue;
      let end = 0;
      for (const row of rows) {
        const bytes = text.subarray(row.offset, row.offset + row.text.length);
        const before = text.subarray(0, row.offset).toString('latin1');
        expect([bytes.toString('latin1'), before.split('\n').length]).toEqual([row.text, row.line]);
        expect(row.offset).toBeGreaterThanOrEqual(end);
        end = row.offset + row.text.length;
      }
    }
  });
});

it('has a row for each line that is not blank', () => {
  for (let seed = 0; seed < 2_000; seed++) {
    const text = randomText(seededRandom(seed));
    const lines = text
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .split('\n')
      .map((line) => line.replace(/^[ \t\r]+|[ \t\r]+$/g, ''));
    const rows = cutRows('a.ndjson', [text]).map((row) => Buffer.from(row.text, 'latin1').toString());
    expect(rows).toEqual(lines.filter((line) => line !== ''));
  }
});

it('has a row for each element of an array that JSON reads', () => {
  const random = seededRandom(3);
  const value = (depth: number): unknown =>
    random.pick([
      () => random.below(100),
      () => random.pick(['', ']', '[', ',"', '\\', '{"', 'é😀', '\n']),
      () => null,
      () => (depth === 0 ? [] : Array.from({ length: random.below(4) }, () => value(depth - 1))),
      () =>
        depth === 0
          ? {}
          : Object.fromEntries(
              Array.from({ length: random.below(4) }, (_, key) => [`k${key}]`, value(depth - 1)]),
            ),
    ])();
  for (let round = 0; round < 1_000; round++) {
    const array = Array.from({ length: random.below(6) }, () => value(3));
    const text = Buffer.from(JSON.stringify(array, null, random.pick([undefined, 2, '\t'])));
    const rows = cutRows('a.json', randomChunks(text, random));
    expect(rows.map((row) => JSON.parse(Buffer.from(row.text, 'latin1').toString()) as unknown)).toEqual(
      array,
    );
  }
});

it.each(['a.json', 'a.ndjson'])('keeps offsets and lines right through %s of a million bytes', (key) => {
  const random = seededRandom(9);
  const rows = Array.from(
    { length: 10_000 },
    (_, row) => `{"row":${row},"pad":"${'x'.repeat(random.below(160))}"}`,
  );
  const breaks = rows.map(() => random.pick(['\n', '\r\n', '\n\n']));
  const lines = rows.map(
    (row, index) => `${row}${key === 'a.json' && index < rows.length - 1 ? ',' : ''}${breaks[index]}`,
  );
  const text = Buffer.from(key === 'a.json' ? `[\n${lines.join('')}]` : lines.join(''));
  let from = 0;
  const starts = rows.map((row) => {
    const start = text.indexOf(row, from);
    from = start + row.length;
    return start;
  });
  let line = key === 'a.json' ? 2 : 1;
  const expected = rows.map((row, index) => {
    const cut = { text: row, offset: starts[index]!, line };
    line += breaks[index]!.split('\n').length - 1;
    return cut;
  });
  for (const chunks of [
    [text],
    chunksOf(text, 65_536),
    chunksOf(text, 1_000_003),
    randomChunks(text, random),
  ])
    expect(cutRows(key, chunks)).toEqual(expected);
});
