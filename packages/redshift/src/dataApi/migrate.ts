import { redshiftType, type Star } from '@sales/schema';
import { sqlText, type TableDefinition, WarehouseError, warehouseTables } from '@sales/warehouse';
import { Effect } from 'effect';
import { renderMigration } from '../migration.ts';
import { describeWarehouse, type RedshiftOptions } from '../options.ts';
import type { Connection } from './connection.ts';
import { statementFailure } from './failure.ts';
import { failedPart, read, untilEnded } from './statement.ts';

/** Creates the tables that are missing, and refuses tables with other columns: they are another contract's. */
export const migrateTables = Effect.fn('Redshift.migrate')(function* (
  connection: Connection,
  options: RedshiftOptions,
  star: Star,
): Effect.fn.Return<void, WarehouseError> {
  // Looked at first: to create needs rights that who only loads has not, and locks the catalog for others.
  if (yield* isMigrated(connection, options, star)) return;
  const sqls = renderMigration(star, options.schema).map(({ sql }) => sql);
  const description = yield* untilEnded(connection, yield* connection.start(sqls), options);
  if (description?.Status !== 'FINISHED')
    return yield* statementFailure(options, failedPart(description, sqls));
  yield* isMigrated(connection, options, star);
});

/** Tells whether all tables are there; fails where one has other columns. */
const isMigrated = Effect.fnUntraced(function* (
  connection: Connection,
  options: RedshiftOptions,
  star: Star,
): Effect.fn.Return<boolean, WarehouseError> {
  const { rows } = yield* read(connection, options, selectColumns(options.schema));
  const found = Map.groupBy(rows, ([table]) => String(table));
  const tables = warehouseTables(star);
  for (const table of tables) {
    const is = found.get(table.name)?.map((row) => columnText(row));
    if (is === undefined) continue;
    const should = expectedColumns(table);
    const other = should.find((column, i) => column !== is[i]) ?? is[should.length];
    if (other !== undefined)
      return yield* new WarehouseError({
        reason: 'OtherTables',
        message: `The table ${options.schema}.${table.name} of the ${describeWarehouse(options)} is not that of ${star.contract.name} version ${star.contract.version}: its columns differ at "${other}". Name another schema and load the batches again.`,
      });
  }
  return tables.every(({ name }) => found.has(name));
});

function selectColumns(schema: string): string {
  return `SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable
FROM svv_columns
WHERE table_schema = ${sqlText(schema)}
ORDER BY table_name, ordinal_position`;
}

/** The names that `svv_columns` has for types. */
const typeNames: Readonly<Record<string, string>> = {
  'character varying': 'VARCHAR',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  numeric: 'DECIMAL',
  date: 'DATE',
  'timestamp without time zone': 'TIMESTAMP',
};

function columnText(row: readonly unknown[]): string {
  const [, name, type, length, precision, scale, nullable] = row.map(String);
  const sized =
    type === 'character varying' ? `(${length})` : type === 'numeric' ? `(${precision},${scale})` : '';
  return `${name} ${typeNames[type!] ?? type}${sized}${nullable === 'NO' ? ' NOT NULL' : ''}`;
}

function expectedColumns({ columns }: TableDefinition): readonly string[] {
  return columns.map(
    ({ name, type, nullable }) => `${name} ${redshiftType(type)}${nullable ? '' : ' NOT NULL'}`,
  );
}
