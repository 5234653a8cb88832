import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import {
  type Codec,
  type ColumnSchema,
  createParquetWriter,
  type Table,
  type TableSchema,
} from '../src/index.ts';
import {
  columnValues,
  everyType,
  firstDifference,
  randomTable,
  seededRandom,
  type Value,
} from './randomTable.ts';

const DUCKDB_TYPES = {
  text: 'VARCHAR',
  int32: 'INTEGER',
  int64: 'BIGINT',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
} as const;

function duckDbType({ type }: ColumnSchema): string {
  return type.kind === 'decimal' ? `DECIMAL(${type.precision},${type.scale})` : DUCKDB_TYPES[type.kind];
}

/** SQL for a column's value as the tests compare it. */
function comparable({ name, type }: ColumnSchema, value = `"${name}"`): string {
  switch (type.kind) {
    case 'date':
      return `(${value} - DATE '1970-01-01')::VARCHAR`;
    case 'timestamp':
      return `epoch_us(${value})::VARCHAR`;
    case 'decimal': // without the point: the unscaled integer
      return `(replace(${value}::VARCHAR, '.', '')::BIGINT)::VARCHAR`;
    case 'text': // as bytes: the client drops a leading U+FEFF from text
      return `hex(encode(${value}::VARCHAR))`;
    default:
      return `${value}::VARCHAR`;
  }
}

function expectedValues(table: Table, index: number): Value[] {
  const values = columnValues(table.columns[index]!, table.rowCount);
  if (everyType[index]!.type.kind !== 'text') return values;
  return values.map((value) => value && Buffer.from(value).toString('hex').toUpperCase());
}

function writeTables(tables: readonly Table[], codec: Codec = 'snappy'): string {
  const path = join(temporaryFolder(), 'table.parquet');
  const writer = createParquetWriter({
    schema: everyType,
    codec,
    metadata: { contract: 'sales/3', note: 'naïve "€"' },
  });
  writeFileSync(
    path,
    Buffer.concat([...tables.map((table) => writer.writeRowGroup(table)), writer.finish()]),
  );
  return path;
}

const groupSizes = [1, 2000, 7];
const randomTables = (seed: number, sizes: readonly number[] = groupSizes): Table[] => {
  const random = seededRandom(seed);
  return sizes.map((rowCount) => randomTable(everyType, rowCount, random));
};

/** The first difference of each column that DuckDB does not read as it was written. */
async function differences(path: string, tables: readonly Table[]): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const [index, column] of everyType.entries()) {
    const rows = await queryDuckDb(`SELECT ${comparable(column)} AS value FROM '${path}'`);
    const expected = tables.flatMap((table) => expectedValues(table, index));
    const difference = firstDifference(
      expected,
      rows.map((row) => row['value']),
    );
    if (difference) found.push({ column: column.name, ...difference });
  }
  return found;
}

describe('DuckDB', () => {
  it('sees the types of the schema', async () => {
    const described = await queryDuckDb(`DESCRIBE SELECT * FROM '${writeTables(randomTables(1))}'`);
    expect(described.map((row) => [row['column_name'], row['column_type']])).toEqual(
      everyType.map((column) => [column.name, duckDbType(column)]),
    );
  });

  it('sees which columns are required', async () => {
    const elements = await queryDuckDb(
      `SELECT name, repetition_type FROM parquet_schema('${writeTables([])}') WHERE num_children IS NULL`,
    );
    expect(elements).toEqual(
      everyType.map(({ name, nullable }) => ({ name, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' })),
    );
  });

  it.each([1, 2, 3, 4, 5])('reads every value as it was written (seed %i)', async (seed) => {
    const tables = randomTables(seed);
    const path = writeTables(tables, (['snappy', 'zstd', 'uncompressed'] as const)[seed % 3]);
    expect(await differences(path, tables)).toEqual([]);
  });

  it('reads every value of a table that takes many pages', async () => {
    const tables = randomTables(9, [140_000]);
    expect(await differences(writeTables(tables), tables)).toEqual([]);
  });

  it('reads an empty file as no rows of the right columns', async () => {
    const path = writeTables([]);
    expect(await queryDuckDb(`SELECT count(*)::INTEGER AS rows FROM '${path}'`)).toEqual([{ rows: 0 }]);
    expect(await queryDuckDb(`DESCRIBE SELECT * FROM '${path}'`)).toHaveLength(everyType.length);
  });

  it('finds one row group for each table', async () => {
    const groups = await queryDuckDb(
      `SELECT DISTINCT row_group_id::INTEGER AS id, row_group_num_rows::INTEGER AS rows
       FROM parquet_metadata('${writeTables(randomTables(1))}') ORDER BY id`,
    );
    expect(groups).toEqual(groupSizes.map((rows, id) => ({ id, rows })));
  });

  it('finds the metadata and who wrote the file', async () => {
    const path = writeTables(randomTables(1));
    const pairs = await queryDuckDb(
      `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${path}')`,
    );
    expect(pairs).toEqual([
      { key: 'contract', value: 'sales/3' },
      { key: 'note', value: 'naïve "€"' },
    ]);
    const [file] = await queryDuckDb(`SELECT created_by FROM parquet_file_metadata('${path}')`);
    expect(file?.['created_by']).toMatch(/^@sales\/parquet version \d+\.\d+\.\d+$/);
  });
});

const byteOrder = (left: string, right: string) =>
  Buffer.compare(Buffer.from(left, 'hex'), Buffer.from(right, 'hex'));
const numberOrder = (left: string, right: string) => (BigInt(left) < BigInt(right) ? -1 : 1);

interface ChunkStatistics {
  readonly min: Value;
  readonly max: Value;
  readonly minIsExact: boolean | null;
  readonly maxIsExact: boolean | null;
  readonly nulls: number;
  readonly count: number;
}

async function chunkStatistics(path: string, column: ColumnSchema): Promise<ChunkStatistics[]> {
  const rows = await queryDuckDb(
    `SELECT ${comparable(column, `stats_min_value::${duckDbType(column)}`)} AS min,
            ${comparable(column, `stats_max_value::${duckDbType(column)}`)} AS max,
            min_is_exact AS "minIsExact", max_is_exact AS "maxIsExact",
            stats_null_count::INTEGER AS nulls, num_values::INTEGER AS count
     FROM parquet_metadata('${path}') WHERE path_in_schema = '${column.name}' ORDER BY row_group_id`,
  );
  return rows as unknown as ChunkStatistics[];
}

/** Whether statistics are the values' own; a long text's bounds may be cut, and then have to say so and still bound. */
function areTrue(statistics: ChunkStatistics, values: readonly Value[], order: typeof byteOrder): boolean {
  const { min, max, minIsExact, maxIsExact, nulls, count } = statistics;
  const present = values.filter((value) => value !== null).sort(order);
  if (count !== values.length || nulls !== values.length - present.length) return false;
  const [least, most] = [present[0], present.at(-1)];
  if (least === undefined || most === undefined) return min === null && max === null;
  if (min === null || max === null) return false;
  const minHolds = minIsExact === false ? order(min, least) < 0 : min === least;
  const maxHolds = maxIsExact === false ? order(max, most) > 0 : max === most;
  return minHolds && maxHolds;
}

describe('statistics', () => {
  it.each([6, 7, 8])('are true of every column of every row group (seed %i)', async (seed) => {
    const tables = randomTables(seed);
    const path = writeTables(tables);
    const untrue: unknown[] = [];
    for (const [index, column] of everyType.entries()) {
      const chunks = await chunkStatistics(path, column);
      for (const [group, table] of tables.entries()) {
        const order = column.type.kind === 'text' ? byteOrder : numberOrder;
        if (!areTrue(chunks[group]!, expectedValues(table, index), order)) {
          untrue.push({ group, column: column.name, ...chunks[group] });
        }
      }
    }
    expect(untrue).toEqual([]);
  });

  it('let DuckDB skip row groups without losing rows', async () => {
    const schema: TableSchema = [{ name: 'n', type: { kind: 'int64' }, nullable: false }];
    const writer = createParquetWriter({ schema });
    const group = (start: bigint): Uint8Array =>
      writer.writeRowGroup({
        schema,
        rowCount: 1000,
        columns: [
          { kind: 'int64', values: BigInt64Array.from({ length: 1000 }, (_, row) => start + BigInt(row)) },
        ],
      });
    const path = join(temporaryFolder(), 'groups.parquet');
    writeFileSync(path, Buffer.concat([group(-500n), group(500n), group(1500n), writer.finish()]));
    const [row] = await queryDuckDb(
      `SELECT count(*)::INTEGER AS rows FROM '${path}' WHERE n BETWEEN 499 AND 1500`,
    );
    expect(row).toEqual({ rows: 1002 });
  });
});
