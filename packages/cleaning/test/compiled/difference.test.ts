import { type FuzzCase, type FuzzLimits } from '@sales/fuzz';
import { type Column, textValues } from '@sales/parquet';
import { describe, expect, it } from 'vitest';
import { saleLine } from '../sale.ts';
import { differenceOf } from './difference.ts';
import { readCase, type ReadCase } from './readers.ts';
import { oneText } from './sameReading.ts';

const lines = [
  saleLine({ unit_price: 'x' }),
  '{',
  saleLine({ extra: 1 }),
  saleLine({ city: null }),
  saleLine(),
];
const read = (text = `${lines.join('\n')}\n`, changes: Partial<FuzzCase> = {}): ReadCase =>
  readCase({ ...oneText('sales', text), ...changes }, 'reference');

describe('the comparison of readings', () => {
  it('finds no difference between a reading and itself', () => {
    expect(differenceOf(read(), read())).toBeUndefined();
  });

  it.each([
    ['a value', saleLine({ city: 'Faro' }), 'table 0 behind chunk 1: city of row 2'],
    ['a null', saleLine({ city: undefined }), 'city of row 2'],
    ['cents', saleLine({ total_amount: 39.97, unit_price: 19.98 }), 'reports of part 0'],
    ['a reason', saleLine({ unit_price: 'FREE' }), 'reports of part 0'],
    ['a repair', saleLine({ city: ' Porto' }), 'reports of part 0'],
    ['an offset', ` ${saleLine()}`, '_source_offset of row 2'],
    ['a line', `\n${saleLine()}`, 'reports of part 0'],
    ['drift', saleLine({ other: 1 }), 'reports of part 0'],
  ])('finds %s that is another', (_, last, where) => {
    const other = read(`${[...lines.slice(0, -1), last].join('\n')}\n`);
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
    expect(
      differenceOf(withColumn(textColumn(0xef, 0xbf, 0xbd), 1), withColumn(textColumn(0xff), 1)),
    ).toContain('a of row 0');
  });

  it('does not mind how a column holds its values', () => {
    const codes = {
      kind: 'codes',
      codes: Int32Array.of(1, -1, 1),
      dictionary: textValues(['b', 'a']),
    } as const;
    const values = textValues(['a', '', 'a']);
    const text = { kind: 'text', values, validity: Uint8Array.of(1, 0, 1) } as const;
    expect(differenceOf(withColumn(codes, 3), withColumn(text, 3))).toBeUndefined();
    expect(differenceOf(withColumn(codes, 3), withColumn({ kind: 'text', values }, 3))).toContain(
      'a of row 1',
    );
  });
});

function withColumn(column: Column, rowCount: number): ReadCase {
  const schema = [{ name: 'a', type: { kind: 'text' }, nullable: true } as const];
  const tables = [{ schema, rowCount, columns: [column] }];
  return {
    drained: [{ tables, rejects: '' }],
    reports: [],
    fault: undefined,
    rows: rowCount,
    scannedRows: 0,
  };
}

function textColumn(...bytes: readonly number[]): Column {
  return {
    kind: 'text',
    values: { bytes: Uint8Array.from(bytes), offsets: Uint32Array.of(0, bytes.length) },
  };
}
