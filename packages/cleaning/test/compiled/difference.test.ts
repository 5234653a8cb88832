import { type FuzzCase, type FuzzLimits } from '@sales/fuzz';
import { textValues } from '@sales/parquet';
import { describe, expect, it } from 'vitest';
import { saleLine } from '../sale.ts';
import { differenceOf } from './difference.ts';
import { readCase, type ReadCase } from './readers.ts';
import { oneText } from './sameReading.ts';

const lines = [
  saleLine(),
  saleLine({ city: null }),
  saleLine({ unit_price: 'x' }),
  '{',
  saleLine({ extra: 1 }),
];
const read = (text = `${lines.join('\n')}\n`, changes: Partial<FuzzCase> = {}): ReadCase =>
  readCase({ ...oneText('sales', text), ...changes }, 'reference');

describe('the comparison of readings', () => {
  it('finds no difference between a reading and itself', () => {
    expect(differenceOf(read(), read())).toBeUndefined();
  });

  it.each([
    ['a value', saleLine({ city: 'Faro' }), 'table 0 behind chunk 1: city of row 0'],
    ['a null', saleLine({ city: undefined }), 'city of row 0'],
    ['cents', saleLine({ total_amount: 39.97, unit_price: 19.98 }), 'reports of part 0'],
    ['a reason', saleLine({ unit_price: 'FREE' }), 'reports of part 0'],
    ['a repair', saleLine({ city: ' Porto' }), 'reports of part 0'],
    ['an offset', ` ${saleLine()}`, '_source_offset of row 0'],
    ['a line', `\n${saleLine()}`, 'reports of part 0'],
    ['drift', saleLine({ other: 1 }), 'reports of part 0'],
  ])('finds %s that is another', (_, first, where) => {
    const other = read(`${[first, ...lines.slice(1)].join('\n')}\n`);
    expect(differenceOf(read(), other)).toContain(where);
    expect(differenceOf(other, read())).toContain(where);
  });

  it('finds the text of a reject, a table too many, and an object that is broken to one alone', () => {
    const rejects = (city: string) => read(`${saleLine({ city, unit_price: 'x' })}\n`);
    expect(differenceOf(rejects('a'), rejects('b'))).toContain('rejects');
    const limits: FuzzLimits = { ...oneText('sales', '').limits, rowsPerTable: 2 };
    expect(differenceOf(read(), read(undefined, { limits }))).toContain('tables');
    expect(differenceOf(read(), read('\u0001\u0001\u0001\u0001'))).toContain('faults');
  });

  it('finds a byte that decoding would hide', () => {
    const withText = (...bytes: number[]): ReadCase => {
      const values = { bytes: Uint8Array.from(bytes), offsets: Uint32Array.of(0, bytes.length) };
      const table = { schema: [], rowCount: 1, columns: [{ kind: 'text', values } as const] };
      const schema = [{ name: 'a', type: { kind: 'text' }, nullable: false } as const];
      return {
        drained: [{ tables: [{ ...table, schema }], rejects: '' }],
        reports: [],
        fault: undefined,
        rows: 1,
        scannedRows: 0,
      };
    };
    expect(differenceOf(withText(0xef, 0xbf, 0xbd), withText(0xff))).toContain('a of row 0');
  });

  it('does not mind how a column holds its values', () => {
    const of = (column: 'codes' | 'text'): ReadCase => {
      const columns = [
        column === 'text'
          ? ({ kind: 'text', values: textValues(['a', '', 'a']), validity: Uint8Array.of(1, 0, 1) } as const)
          : ({ kind: 'codes', codes: Int32Array.of(1, -1, 1), dictionary: textValues(['b', 'a']) } as const),
      ];
      const schema = [{ name: 'a', type: { kind: 'text' }, nullable: true } as const];
      return {
        drained: [{ tables: [{ schema, rowCount: 3, columns }], rejects: '' }],
        reports: [],
        fault: undefined,
        rows: 3,
        scannedRows: 0,
      };
    };
    expect(differenceOf(of('codes'), of('text'))).toBeUndefined();
  });
});
