import { type QueryResult, WarehouseError } from '@sales/warehouse';
import { Effect } from 'effect';
import type { RedshiftOptions } from '../options.ts';
import type { Connection } from './connection.ts';
import { readOnlyStatement } from './readOnly.ts';
import { read } from './statement.ts';

/** Answers one statement that only reads; at most `maxRows` rows. */
export const readOnlyQuery = Effect.fn('Redshift.query')(function* (
  connection: Connection,
  options: RedshiftOptions,
  sql: string,
  maxRows: number,
): Effect.fn.Return<QueryResult, WarehouseError> {
  const statement = readOnlyStatement(sql);
  if (statement instanceof WarehouseError) return yield* statement;
  const { columns, rows } = yield* read(connection, options, statement, maxRows + 1).pipe(
    Effect.mapError(asQueryFailure),
  );
  return { columns, rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
});

/** What a person wrote is a bad query where it would be a failure of ours. */
function asQueryFailure(error: WarehouseError): WarehouseError {
  const { reason, cause, statement } = error;
  if (statement === undefined || (reason !== 'Failed' && reason !== 'OtherTables')) return error;
  const said = (cause as Error).message.replace(/^ERROR:\s*/, '');
  return new WarehouseError({ reason: 'BadQuery', message: `The query failed: ${said}`, cause, statement });
}
