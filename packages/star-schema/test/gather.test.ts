import { describe, expect, it } from 'vitest';
import { gatherRows } from '../src/index.ts';
import { columnOf, numberReader, textReader, valueReader } from '../src/columnView.ts';
import { seededRandom } from '@sales/test-kit';
import { randomVisits, rowsOf, tableOf, visit } from './visits.ts';

describe('gathering', () => {
  it.each(['codes', 'text'] as const)(
    'gives the rows asked for, in their order, with text as %s',
    (textAs) => {
      const random = seededRandom(8);
      const rows = randomVisits(50, random);
      const table = tableOf(rows, () => textAs);
      for (const wanted of [[], [0], [49, 3, 3, 0], rows.map((_, row) => row)]) {
        const gathered = gatherRows(table, Uint32Array.from(wanted));
        expect(gathered.rowCount).toBe(wanted.length);
        expect(rowsOf(gathered)).toEqual(wanted.map((row) => rows[row]));
      }
    },
  );
});

describe('reading columns', () => {
  const table = tableOf([visit({ note: null }), visit({ note: 'é' })]);
  const asText = tableOf([visit({ note: null }), visit({ note: 'é' })], () => 'text');

  it('gives text, numbers and nulls row by row', () => {
    for (const each of [table, asText]) {
      const noteAt = textReader(columnOf(each, 'note'));
      expect([noteAt(0), noteAt(1)]).toEqual([null, 'é']);
      expect(valueReader(columnOf(each, 'note'))(1)).toBe('é');
    }
    expect(numberReader(columnOf(table, 'count'))(0)).toBe(2);
    expect(valueReader(columnOf(table, 'total'))(0)).toBe(300n);
  });

  it('fails where a caller asks for what is not there', () => {
    expect(() => columnOf(table, 'colour')).toThrow('no column "colour"');
    expect(() => textReader(columnOf(table, 'count'))).toThrow('int32 was read as text');
    expect(() => numberReader(columnOf(table, 'note'))).toThrow('codes was read as numbers');
  });
});
