import { describe, expect, it } from 'vitest';
import {
  bytesSource,
  type Codec,
  createParquetWriter,
  openParquet,
  type Table,
  type TableSchema,
} from '../src/index.ts';
import {
  columnValues,
  everyType,
  firstDifference,
  randomSchema,
  randomTable,
  seededRandom,
} from './randomTable.ts';

const CODECS: readonly Codec[] = ['snappy', 'zstd', 'uncompressed'];

/** What a file says and holds of the tables written to it: counts, and the first difference of each column. */
async function roundTrip(schema: TableSchema, tables: readonly Table[], codec: Codec) {
  const writer = createParquetWriter({ schema, codec, metadata: { batch: 'ä-1', empty: '' } });
  const bytes = Buffer.concat([...tables.map((table) => writer.writeRowGroup(table)), writer.finish()]);
  const file = await openParquet(bytesSource(bytes));
  const groups = tables.filter((table) => table.rowCount > 0);
  const differences: unknown[] = [];
  for (const [index, { rowCount, columns }] of groups.entries()) {
    const read = await file.readRowGroup(index);
    for (const [column, { name }] of schema.entries()) {
      const difference = firstDifference(
        columnValues(columns[column]!, rowCount),
        columnValues(read.columns[column]!, rowCount),
      );
      if (difference || read.rowCount !== rowCount) differences.push({ index, name, ...difference });
    }
  }
  const { rowCount, rowGroupCount, metadata } = file;
  return {
    schema: file.schema,
    rowCount,
    rowGroupCount,
    metadata,
    writtenRows: writer.rowCount,
    differences,
  };
}

function faithful(schema: TableSchema, tables: readonly Table[]) {
  const rowCount = tables.reduce((rows, table) => rows + table.rowCount, 0);
  return {
    schema,
    rowCount,
    rowGroupCount: tables.filter((table) => table.rowCount > 0).length,
    metadata: { batch: 'ä-1', empty: '' },
    writtenRows: rowCount,
    differences: [],
  };
}

describe('a table that is written and read', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('is the same table (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const schema = randomSchema(random);
    const tables = Array.from({ length: Math.floor(random() * 4) }, () =>
      randomTable(schema, Math.floor(random() ** 2 * 400), random),
    );
    expect(await roundTrip(schema, tables, CODECS[seed % 3]!)).toEqual(faithful(schema, tables));
  });

  it('is the same table when it takes many pages', async () => {
    const random = seededRandom(1);
    const tables = [randomTable(everyType, 150_001, random)];
    expect(await roundTrip(everyType, tables, 'snappy')).toEqual(faithful(everyType, tables));
  });

  it('is the same file however the rows are grouped', async () => {
    const schema: TableSchema = [{ name: 'n', type: { kind: 'int32' }, nullable: false }];
    const values = Int32Array.from({ length: 100 }, (_, row) => row * row);
    const group = (start: number, end: number): Table => ({
      schema,
      rowCount: end - start,
      columns: [{ kind: 'int32', values: values.subarray(start, end) }],
    });
    const tables = [group(0, 1), group(1, 1), group(1, 37), group(37, 100)];
    expect(await roundTrip(schema, tables, 'snappy')).toEqual(faithful(schema, tables));
  });
});
