import { queryDuckDb, temporaryFolder } from '@sales/test-kit';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { duckDbType, redshiftType } from '../src/index.ts';
import { renderTable, salesTables } from './salesRenderings.ts';

describe.each(Object.keys(salesTables))('%s', (name) => {
  // DuckDB reads Redshift's types, and shows VARCHAR without its length.
  it.each([
    ['DuckDB', duckDbType],
    ['Redshift', redshiftType],
  ])('is created from the DDL for %s with the declared columns', async (_, typeOf) => {
    const database = join(temporaryFolder(), 'schema.duckdb');
    await queryDuckDb(renderTable(name, typeOf), { database });
    const described = await queryDuckDb(`DESCRIBE ${name}`, { database });
    expect(described.map((column) => [column['column_name'], column['column_type'], column['null']])).toEqual(
      salesTables[name]!.map((column) => [
        column.name,
        duckDbType(column.type),
        column.nullable ? 'YES' : 'NO',
      ]),
    );
  });
});

it('refuses a null where the contract requires a value, and only there', async () => {
  const database = join(temporaryFolder(), 'schema.duckdb');
  await queryDuckDb(renderTable('dim_store_delta', duckDbType), { database });
  const insert = (values: string) =>
    queryDuckDb(`INSERT INTO dim_store_delta VALUES (${values})`, { database });
  await expect(insert(`'S1', NULL, NULL, NULL, NULL`)).resolves.toBeDefined();
  await expect(insert(`NULL, 'Main', '2024-01-01', NULL, NULL`)).rejects.toThrow('NOT NULL');
});

it('holds the widest amounts that the contract allows', async () => {
  const database = join(temporaryFolder(), 'schema.duckdb');
  await queryDuckDb(
    `CREATE TABLE widest (price ${redshiftType({ kind: 'decimal', precision: 12, scale: 2 })},
    total ${redshiftType({ kind: 'decimal', precision: 18, scale: 2 })})`,
    { database },
  );
  await queryDuckDb(`INSERT INTO widest VALUES (9999999999.99, 9999999999990000.00)`, { database });
  expect(await queryDuckDb('SELECT * FROM widest', { database })).toEqual([
    { price: '9999999999.99', total: '9999999999990000.00' },
  ]);
});
