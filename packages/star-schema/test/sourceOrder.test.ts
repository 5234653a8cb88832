import { describe, expect, it } from 'vitest';
import {
  compareLineage,
  compareStamps,
  compareUtf8,
  type Lineage,
  lineageReader,
  renderLineage,
  stampOrder,
} from '../src/sourceOrder.ts';
import { tableOf, visit } from './visits.ts';

const lineage = (time: bigint, key: string, offset: bigint): Lineage => ({ time, key, offset });

const inSourceOrder = [
  lineage(0n, 'z', 99n),
  lineage(999n, 'a', 5n),
  lineage(1_000n, '', 0n),
  lineage(1_000n, 'A', 7n),
  lineage(1_000n, 'a', 0n),
  lineage(1_000n, 'a', 9n),
  lineage(1_000n, 'a', 10n),
  lineage(1_000n, 'a', 2n ** 53n),
  lineage(1_000n, 'a b', 0n),
  lineage(1_000n, 'aa', 0n),
  lineage(1_000n, 'é', 0n),
  lineage(1_000n, '\uffff', 0n),
  lineage(1_000n, '\u{1f600}', 0n),
  lineage(1_700_000_000_000_000n, 'a', 0n),
];

it('compares text by its UTF-8 bytes, where JavaScript differs past U+FFFF', () => {
  const texts = [
    '',
    '\0',
    '\t',
    'A',
    'a',
    'aa',
    'b',
    'é',
    '\u07ff',
    '€',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
  ];
  expect(texts.toReversed().sort(compareUtf8)).toEqual(texts);
  expect(texts.toReversed().sort()).not.toEqual(texts);
  expect(compareUtf8('é', 'é')).toBe(0);
});

describe.each([
  ['source order', compareLineage],
  ['the order of stamps', compareStamps],
])('%s', (_, compare) => {
  it('goes by event time, then key, then offset', () => {
    expect(inSourceOrder.toReversed().sort(compare)).toEqual(inSourceOrder);
    for (const place of inSourceOrder) expect(compare(place, { ...place })).toBe(0);
  });
});

it('renders lineages as text that sorts as they do', () => {
  const texts = inSourceOrder.map(renderLineage);
  expect(texts[0]).toBe('0000000000000000\tz\t0000000000000099');
  expect(texts.toReversed().sort(compareUtf8)).toEqual(texts);
});

it('follows the text of a stamp where a key goes on with what sorts before TAB', () => {
  const [short, long] = [lineage(1n, 'a', 0n), lineage(1n, 'a\u0001', 0n)];
  expect(compareLineage(short, long)).toBeLessThan(0);
  expect(compareStamps(short, long)).toBeGreaterThan(0);
  expect(compareUtf8(renderLineage(short), renderLineage(long))).toBeGreaterThan(0);
});

describe('the rows of a table', () => {
  const ordered = [0n, 10n, 20n].map((offset) => visit({ _source_offset: offset }));

  it('have their lineage', () => {
    expect(lineageReader(tableOf(ordered))(1)).toEqual(lineage(1_700_000_000_000_000n, 'raw/a', 10n));
  });

  it.each([
    ['of one object', ordered],
    ['of one object, stored as values', ordered],
    [
      'of one key at several times',
      ordered.map((row, index) => ({ ...row, _source_time: BigInt(9 - index) })),
    ],
    ['of several objects', ordered.map((row, index) => ({ ...row, _source_key: `raw/${9 - index}` }))],
    ['out of order', ordered.toReversed()],
    ['of one place', ordered.map((row) => ({ ...row, _source_offset: 4n }))],
    ['none', []],
  ])('%s are compared as their stamps', (name, rows) => {
    const table = tableOf(rows, () => (name.endsWith('values') ? 'text' : 'codes'));
    const { orderOf: compare } = stampOrder(table);
    const lineageAt = lineageReader(table);
    for (let row = 0; row < rows.length; row++)
      for (let other = 0; other < rows.length; other++)
        expect(Math.sign(compare(row, other))).toBe(
          Math.sign(compareStamps(lineageAt(row), lineageAt(other))),
        );
  });
});
