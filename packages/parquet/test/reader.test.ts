import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import {
  bytesSource,
  createParquetWriter,
  openParquet,
  ParquetError,
  type Table,
  textValues,
} from '../src/index.ts';
import { columnValues } from './randomTable.ts';

const table: Table = {
  schema: [
    { name: 'store', type: { kind: 'text' }, nullable: true },
    { name: 'sold', type: { kind: 'int32' }, nullable: false },
    { name: 'id', type: { kind: 'text' }, nullable: false },
  ],
  rowCount: 64,
  columns: [
    {
      kind: 'codes',
      codes: Int32Array.from({ length: 64 }, (_, row) => (row % 3) - 1),
      dictionary: textValues(['A1', 'B2']),
    },
    { kind: 'int32', values: Int32Array.from({ length: 64 }, (_, row) => row) },
    { kind: 'text', values: textValues(Array.from({ length: 64 }, (_, row) => `id ${row}`)) },
  ],
};

function fileOf(...tables: readonly Table[]): Uint8Array {
  const writer = createParquetWriter({ schema: table.schema });
  return Buffer.concat([...tables.map((each) => writer.writeRowGroup(each)), writer.finish()]);
}

describe('a row group', () => {
  it('is read with the columns asked for, in the order asked for', async () => {
    const read = await (await openParquet(bytesSource(fileOf(table)))).readRowGroup(0, ['id', 'store']);
    expect(read.schema.map(({ name }) => name)).toEqual(['id', 'store']);
    expect(columnValues(read.columns[0]!, 3)).toEqual(['id 0', 'id 1', 'id 2']);
    expect(columnValues(read.columns[1]!, 3)).toEqual([null, 'A1', 'B2']);
  });

  it('is read without the bytes of other columns', async () => {
    const bytes = fileOf(table);
    const ranges: number[] = [];
    const file = await openParquet({
      sizeBytes: bytes.length,
      read: async (start, end) => {
        ranges.push(end - start);
        return bytes.subarray(start, end);
      },
    });
    await file.readRowGroup(0, ['store']);
    expect(ranges).toHaveLength(2);
    expect(ranges[1]).toBeLessThan(100);
  });

  it('gives text as codes where the file has a dictionary', async () => {
    const read = await (await openParquet(bytesSource(fileOf(table)))).readRowGroup(0);
    expect(read.columns.map(({ kind }) => kind)).toEqual(['codes', 'int32', 'text']);
  });

  it('is refused when the file does not have it, or not the column', async () => {
    const file = await openParquet(bytesSource(fileOf(table, table)));
    await expect(file.readRowGroup(2)).rejects.toThrow('There is no row group 2; the file has 2.');
    await expect(file.readRowGroup(0, ['city'])).rejects.toThrow(
      'There is no column "city"; the file has store, sold, id.',
    );
  });

  it('of a footer of any size is found', async () => {
    const groups = Array.from({ length: 400 }, () => table);
    const file = await openParquet(bytesSource(fileOf(...groups)));
    expect(file.rowGroupCount).toBe(400);
    expect(columnValues((await file.readRowGroup(399, ['sold'])).columns[0]!, 2)).toEqual(['0', '1']);
  });
});

describe('bytes that are not a whole Parquet file', () => {
  const whole = fileOf(table);
  it.each([
    ['nothing', new Uint8Array(), '0 bytes are too few for a Parquet file'],
    ['only the magic', whole.subarray(0, 4), '4 bytes are too few'],
    ['text', Buffer.from('{"transaction_id":"T1","store_id":"S1"}\n'), 'does not end in PAR1'],
    ['a file cut off', whole.subarray(0, whole.length - 20), 'does not end in PAR1'],
    [
      'a file whose beginning is missing',
      whole.subarray(whole.length - 100),
      'of a file of 100; the file is damaged',
    ],
    [
      'a footer of noise',
      Buffer.concat([
        Buffer.from('PAR1'),
        Buffer.alloc(50, 0xee),
        Uint8Array.of(50, 0, 0, 0),
        Buffer.from('PAR1'),
      ]),
      'The footer cannot be parsed',
    ],
  ])('are refused: %s', async (_, bytes, message) => {
    await expect(openParquet(bytesSource(bytes))).rejects.toThrow(message);
    await expect(openParquet(bytesSource(bytes))).rejects.toBeInstanceOf(ParquetError);
  });

  it('are refused at any length', async () => {
    for (let length = 0; length < whole.length; length++) {
      await expect(openParquet(bytesSource(whole.subarray(0, length)))).rejects.toBeInstanceOf(ParquetError);
    }
  });

  it('are refused by column when a page is damaged', async () => {
    const damaged = Uint8Array.from(whole);
    damaged.fill(0xee, 4, 40);
    const file = await openParquet(bytesSource(damaged));
    await expect(file.readRowGroup(0)).rejects.toThrow(/^Column "store" of row group 0 cannot be read: /);
    await expect(file.readRowGroup(0)).rejects.toBeInstanceOf(ParquetError);
  });

  it('are refused, or read as something, when any byte is wrong', async () => {
    const others: unknown[] = [];
    for (let position = 0; position < whole.length; position++) {
      const damaged = Uint8Array.from(whole);
      damaged[position]! ^= 0xff;
      try {
        const file = await openParquet(bytesSource(damaged));
        for (let group = 0; group < file.rowGroupCount; group++) await file.readRowGroup(group);
      } catch (error) {
        if (!(error instanceof ParquetError)) others.push({ position, error });
      }
    }
    expect(others).toEqual([]);
  });

  it('are refused when the source gives fewer bytes than asked for', async () => {
    const source = { sizeBytes: whole.length, read: async () => whole.subarray(whole.length - 12) };
    await expect(openParquet(source)).rejects.toThrow('the source gave 12 bytes');
  });
});

describe("DuckDB's files", () => {
  const query =
    `SELECT (i * 7919) % 100003 AS "int", (i * 1000003)::BIGINT AS "big", (i / 100)::DECIMAL(18,2) AS "money",
    ((i % 500) / 100)::DECIMAL(5,2) AS "small_money", DATE '1969-06-01' + (i % 700)::INTEGER AS "day",
    make_timestamp(i * 1000003 - 5000000000) AS "moment", CASE WHEN i % 5 > 0 THEN 'group ' || (i % 7) END AS "few",
    CASE WHEN i % 3 > 0 THEN 'naïve ' || i END AS "many" FROM range(20000) AS rows(i)`.replace(
      '(i * 7919) % 100003',
      '((i * 7919) % 100003)::INTEGER',
    );
  const shown = `SELECT int::VARCHAR AS int, big::VARCHAR AS big, replace(money::VARCHAR, '.', '')::BIGINT::VARCHAR AS money,
    replace(small_money::VARCHAR, '.', '')::BIGINT::VARCHAR AS small_money, (day - DATE '1970-01-01')::VARCHAR AS day,
    epoch_us(moment)::VARCHAR AS moment, few, many FROM (${query})`;

  it.each([
    ['V1', 'snappy'],
    ['V1', 'zstd'],
    ['V1', 'gzip'],
    ['V1', 'uncompressed'],
    ['V2', 'snappy'],
    ['V2', 'zstd'],
    ['V2', 'brotli'],
  ])('are read: %s, %s', async (version, codec) => {
    const path = join(temporaryFolder(), 'duckdb.parquet');
    await queryDuckDb(
      `COPY (${query}) TO '${path}' (FORMAT parquet, PARQUET_VERSION ${version}, CODEC '${codec}', ROW_GROUP_SIZE 8192)`,
    );
    const file = await openParquet(bytesSource(readFileSync(path)));
    expect(file.schema.map(({ type }) => type)).toEqual([
      { kind: 'int32' },
      { kind: 'int64' },
      { kind: 'decimal', precision: 18, scale: 2 },
      { kind: 'decimal', precision: 5, scale: 2 },
      { kind: 'date' },
      { kind: 'timestamp' },
      { kind: 'text' },
      { kind: 'text' },
    ]);
    const groups = await Promise.all(
      Array.from({ length: file.rowGroupCount }, (_, index) => file.readRowGroup(index)),
    );
    const found = file.schema.map((_, column) =>
      groups.flatMap((group) => columnValues(group.columns[column]!, group.rowCount)),
    );
    const rows = await queryDuckDb(shown);
    expect(found).toEqual(file.schema.map(({ name }) => rows.map((row) => row[name])));
  });

  it.each([
    ['a list', 'SELECT [1, 2] AS items', 'Column "items" is nested'],
    ['a struct', "SELECT {'a': 1} AS pair", 'Column "pair" is nested'],
    [
      'a float',
      'SELECT 1.5::DOUBLE AS ratio',
      'Column "ratio" is DOUBLE; this package has no column for that type.',
    ],
    ['an unsigned number', 'SELECT 1::UINTEGER AS n', 'Column "n" is INT32 UINT_32'],
    ['bytes', "SELECT 'a'::BLOB AS raw", 'Column "raw" is BYTE_ARRAY'],
    [
      'a wide decimal',
      'SELECT 1::DECIMAL(38,2) AS amount',
      'Column "amount" is FIXED_LEN_BYTE_ARRAY DECIMAL',
    ],
  ])('are refused by the column that has no place here: %s', async (_, sql, message) => {
    const path = join(temporaryFolder(), 'duckdb.parquet');
    await queryDuckDb(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
    await expect(openParquet(bytesSource(readFileSync(path)))).rejects.toThrow(message);
  });
});
