import { readFileSync } from 'node:fs';
import { parquetMetadata } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { describe, expect, it } from 'vitest';
import {
  type Column,
  type ColumnSchema,
  type ColumnType,
  createParquetWriter,
  ParquetError,
  type Table,
  textValues,
} from '../src/index.ts';

const text: ColumnType = { kind: 'text' };
const int32: ColumnType = { kind: 'int32' };
const numbers = (...values: number[]): Column => ({ kind: 'int32', values: Int32Array.from(values) });

function tableOf(column: Column, rowCount: number, type: ColumnType = int32, nullable = false): Table {
  return { schema: [{ name: 'price', type, nullable }], rowCount, columns: [column] };
}

const decimal = (precision: number, scale: number): ColumnType => ({ kind: 'decimal', precision, scale });
const column = (type: ColumnType, name = 'price'): ColumnSchema => ({ name, type, nullable: false });

function write(...tables: readonly Table[]): Uint8Array {
  const writer = createParquetWriter({ schema: tables[0]!.schema });
  return Buffer.concat([...tables.map((table) => writer.writeRowGroup(table)), writer.finish()]);
}

function plainPageSizes(bytes: Uint8Array): number[] {
  const { data_page_offset: start, total_compressed_size: size } = columnMetadata(bytes);
  const reader = {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    offset: Number(start),
  };
  const sizes: number[] = [];
  while (reader.offset < Number(start + size)) {
    const header = parquetHeader(reader);
    reader.offset += header.compressed_page_size;
    sizes.push(header.uncompressed_page_size);
  }
  return sizes;
}

const columnMetadata = (bytes: Uint8Array) => parquetMetadata(bytes).row_groups[0]!.columns[0]!.meta_data!;

describe('a writer', () => {
  it('counts the rows it has written', () => {
    const table = tableOf(numbers(1, 2, 3), 3);
    const writer = createParquetWriter({ schema: table.schema });
    expect(writer.rowCount).toBe(0);
    writer.writeRowGroup(table);
    writer.writeRowGroup(table);
    expect(writer.rowCount).toBe(6);
  });

  it('begins the file with the first bytes it returns and ends it with the last', () => {
    const table = tableOf(numbers(1), 1);
    const writer = createParquetWriter({ schema: table.schema });
    const [first, second, last] = [writer.writeRowGroup(table), writer.writeRowGroup(table), writer.finish()];
    expect(Buffer.from(first).toString('latin1', 0, 4)).toBe('PAR1');
    expect(Buffer.from(second).toString('latin1', 0, 4)).not.toBe('PAR1');
    expect(Buffer.from(last).toString('latin1').slice(-4)).toBe('PAR1');
  });

  it('names itself with the version of its package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(parquetMetadata(write(tableOf(numbers(1), 1))).created_by).toBe(
      `@sales/parquet version ${version}`,
    );
  });

  it('gives the same bytes for the same table', () => {
    const table = tableOf(
      { kind: 'codes', codes: Int32Array.of(1, 0, 1), dictionary: textValues(['a', 'b']) },
      3,
      text,
    );
    expect(write(table)).toEqual(write(table));
  });

  it('leaves the table as it was', () => {
    const values = Int32Array.of(3, 1, 2);
    const validity = Uint8Array.of(1, 0, 255);
    write(tableOf({ kind: 'int32', values, validity }, 3, int32, true));
    expect([...values, ...validity]).toEqual([3, 1, 2, 1, 0, 255]);
  });

  it('refuses rows once it is finished', () => {
    const table = tableOf(numbers(1), 1);
    const writer = createParquetWriter({ schema: table.schema });
    writer.finish();
    expect(() => writer.writeRowGroup(table)).toThrow('The file is finished');
    expect(() => writer.finish()).toThrow('The file is finished');
  });

  it('goes on after a table it refused', () => {
    const writer = createParquetWriter({ schema: tableOf(numbers(1), 1).schema });
    expect(() => writer.writeRowGroup(tableOf(numbers(1), 2))).toThrow(ParquetError);
    const bytes = Buffer.concat([writer.writeRowGroup(tableOf(numbers(7), 1)), writer.finish()]);
    expect(parquetMetadata(bytes).num_rows).toBe(1n);
  });
});

describe('a chunk', () => {
  it('is a dictionary of the codes that the row group uses', () => {
    const dictionary = textValues(Array.from({ length: 1000 }, (_, index) => `a rather long value ${index}`));
    const codes = Int32Array.from({ length: 500 }, (_, row) => 400 + (row % 2));
    const bytes = write(tableOf({ kind: 'codes', codes, dictionary }, 500, text));
    expect(columnMetadata(bytes).encodings).toContain('PLAIN_DICTIONARY');
    expect(bytes.length).toBeLessThan(400);
  });

  it('has no dictionary where that would only add to it', () => {
    const dictionary = textValues(Array.from({ length: 100 }, (_, index) => `value ${index}`));
    const codes = Int32Array.from({ length: 100 }, (_, row) => row);
    expect(columnMetadata(write(tableOf({ kind: 'codes', codes, dictionary }, 100, text))).encodings).toEqual(
      ['PLAIN', 'RLE'],
    );
  });

  it('has a dictionary of numbers that are few and close', () => {
    const values = Int32Array.from({ length: 1000 }, (_, row) => 20_000 + (row % 9));
    const metadata = columnMetadata(write(tableOf({ kind: 'int32', values }, 1000)));
    expect(metadata.encodings).toContain('PLAIN_DICTIONARY');
    expect(metadata.total_compressed_size).toBeLessThan(600n);
  });

  it('is compressed where that saves bytes, and left alone where it does not', () => {
    const alike = textValues(Array.from({ length: 1000 }, (_, row) => `a customer with number ${row}`));
    const scattered = Int32Array.from({ length: 1000 }, (_, row) => Math.imul(row, 0x9e3779b1));
    expect(columnMetadata(write(tableOf({ kind: 'text', values: alike }, 1000, text))).codec).toBe('SNAPPY');
    expect(columnMetadata(write(tableOf({ kind: 'int32', values: scattered }, 1000))).codec).toBe(
      'UNCOMPRESSED',
    );
  });

  it('is in pages of about a mebibyte, however uneven its texts are', () => {
    const sizes = [
      ...Array.from({ length: 3000 }, () => 0),
      ...Array.from({ length: 20 }, () => 700_000),
      3_000_000,
    ];
    const values = textValues(sizes.map((size, row) => String.fromCharCode(97 + (row % 26)).repeat(size)));
    const bytes = write(tableOf({ kind: 'text', values }, sizes.length, text));
    const pageSizes = plainPageSizes(bytes);
    expect(pageSizes.length).toBeGreaterThan(20);
    expect(pageSizes.filter((size) => size > 1 << 20)).toEqual([3_000_004]);
  });
});

describe('a schema is refused', () => {
  it.each([
    ['without columns', [], 'at least one column'],
    ['with one name twice', [column(int32), column(text)], '"price" is empty or given twice'],
    ['with an empty name', [column(int32, '')], '"" is empty or given twice'],
    ['with more digits than an INT64 has', [column(decimal(19, 2))], 'Column "price" is DECIMAL(19,2)'],
    ['with no digits', [column(decimal(0, 0))], 'Column "price" is DECIMAL(0,0)'],
    ['with more decimals than digits', [column(decimal(4, 5))], 'Column "price" is DECIMAL(4,5)'],
  ])('%s', (_, schema, message) => {
    expect(() => createParquetWriter({ schema })).toThrow(message);
  });
});

describe('a table is refused, by its column,', () => {
  const one = textValues(['a']);
  const cases: ReadonlyArray<readonly [string, Table, string]> = [
    [
      'with a null in a required column',
      tableOf({ kind: 'int32', values: Int32Array.of(1, 2), validity: Uint8Array.of(1, 0) }, 2),
      'Column "price" is required, but row 1 is null.',
    ],
    [
      'with the code of null in a required column',
      tableOf({ kind: 'codes', codes: Int32Array.of(0, -1), dictionary: one }, 2, text),
      'Column "price" is required, but row 1 is null.',
    ],
    [
      'with a code that the dictionary lacks',
      tableOf({ kind: 'codes', codes: Int32Array.of(0, 1), dictionary: one }, 2, text, true),
      'Column "price" has code 1 in row 1; its dictionary has 1 values.',
    ],
    [
      'with a code below that of null',
      tableOf({ kind: 'codes', codes: Int32Array.of(-2), dictionary: one }, 1, text, true),
      'Column "price" has code -2 in row 0',
    ],
    ['with fewer rows than the table', tableOf(numbers(1), 2), 'Column "price" has 1 rows; the table has 2.'],
    [
      'with fewer texts than the table has rows',
      tableOf({ kind: 'text', values: one }, 2, text),
      'Column "price" has 1 rows; the table has 2.',
    ],
    [
      'with a validity of fewer rows',
      tableOf({ kind: 'int32', values: Int32Array.of(1, 2), validity: Uint8Array.of(1) }, 2, int32, true),
      'Column "price" says of 1 rows whether they are null, not of 2.',
    ],
    [
      'held as another kind',
      tableOf(numbers(1), 1, text),
      'Column "price" is text, but the table holds it as int32.',
    ],
    [
      'with more digits than its precision',
      tableOf({ kind: 'int64', values: BigInt64Array.of(-1000n) }, 1, {
        kind: 'decimal',
        precision: 3,
        scale: 2,
      }),
      'Column "price" holds the unscaled value -1000, which DECIMAL(3,2) has no room for.',
    ],
  ];
  it.each(cases)('%s', (_, table, message) => {
    const writer = createParquetWriter({ schema: table.schema });
    expect(() => writer.writeRowGroup(table)).toThrow(message);
  });

  it('that the file does not have', () => {
    const writer = createParquetWriter({ schema: tableOf(numbers(1), 1).schema });
    expect(() => writer.writeRowGroup(tableOf(numbers(1), 1, int32, true))).toThrow(
      'Column 0 of the table is',
    );
    expect(() => writer.writeRowGroup({ schema: [], rowCount: 1, columns: [] })).toThrow(
      'The table has 0 columns',
    );
  });
});
