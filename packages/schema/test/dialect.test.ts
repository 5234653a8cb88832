import { describe, expect, it } from 'vitest';
import {
  type ColumnType,
  contractColumns,
  duckDbType,
  glueColumns,
  glueType,
  redshiftType,
  renderColumns,
  salesContract,
} from '../src/index.ts';

describe.each<readonly [ColumnType, string, string, string]>([
  [{ kind: 'text', maxBytes: 128 }, 'string', 'VARCHAR(128)', 'VARCHAR'],
  [{ kind: 'int32' }, 'int', 'INTEGER', 'INTEGER'],
  [{ kind: 'int64' }, 'bigint', 'BIGINT', 'BIGINT'],
  [{ kind: 'date' }, 'date', 'DATE', 'DATE'],
  [{ kind: 'timestamp' }, 'timestamp', 'TIMESTAMP', 'TIMESTAMP'],
  [{ kind: 'decimal', precision: 18, scale: 2 }, 'decimal(18,2)', 'DECIMAL(18,2)', 'DECIMAL(18,2)'],
])('a column of %j', (type, glue, redshift, duckDb) => {
  it(`is ${glue} to Glue, ${redshift} to Redshift and ${duckDb} to DuckDB`, () => {
    expect([glueType(type), redshiftType(type), duckDbType(type)]).toEqual([glue, redshift, duckDb]);
  });
});

it("lists columns in the form of Glue's API", () => {
  expect(glueColumns(contractColumns(salesContract)).slice(0, 2)).toEqual([
    { Name: 'transaction_id', Type: 'string' },
    { Name: 'date', Type: 'date' },
  ]);
});

it('writes a column a line, with what must not be null', () => {
  const columns = [
    { name: 'id', type: { kind: 'text', maxBytes: 9 }, nullable: false },
    { name: 'day', type: { kind: 'date' }, nullable: true },
  ] as const;
  expect(renderColumns(columns, redshiftType)).toBe('  id VARCHAR(9) NOT NULL,\n  day DATE');
});
