import { duckDbType, type Star } from '@sales/schema';
import { Effect } from 'effect';
import { WarehouseError } from '../errors.ts';
import { type TableDefinition, warehouseTables } from '../plan/tables.ts';
import { sqlText } from '../sql/literal.ts';
import { duckDbDialect } from './dialect.ts';
import { type Session, transaction } from './session.ts';

/** Creates the tables that are missing, and refuses tables with other columns: they are another contract's. */
export function migrateTables(
  session: Session,
  path: string,
  star: Star,
): Effect.Effect<void, WarehouseError | Error> {
  return transaction(
    session,
    Effect.gen(function* () {
      for (const table of warehouseTables(star)) {
        yield* session.run(duckDbDialect.createTable(table));
        const found = yield* session.rows(selectColumns(table));
        const [is, should] = [found.map((row) => row.join(' ')), expectedColumns(table)];
        const other = should.find((column, i) => column !== is[i]) ?? is[should.length];
        if (other !== undefined)
          return yield* new WarehouseError({
            reason: 'OtherTables',
            message: `The table ${table.name} of the warehouse ${path} is not that of ${star.contract.name} version ${star.contract.version}: its columns differ at "${other}". Name another file for the warehouse and load the batches again.`,
          });
      }
    }),
  );
}

function selectColumns(table: TableDefinition): string {
  return `SELECT column_name, data_type, CASE WHEN is_nullable THEN 'NULL' ELSE 'NOT NULL' END
FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ${sqlText(table.name)}
ORDER BY column_index`;
}

function expectedColumns(table: TableDefinition): readonly string[] {
  return table.columns.map(
    ({ name, type, nullable }) => `${name} ${duckDbType(type)} ${nullable ? 'NULL' : 'NOT NULL'}`,
  );
}
