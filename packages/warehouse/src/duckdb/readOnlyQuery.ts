import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { Effect } from 'effect';
import { WarehouseError } from '../errors.ts';
import type { QueryResult } from '../result.ts';
import { loadDuckDb } from './database.ts';
import { onConnection, sessionOf } from './session.ts';

const explained = /^\s*EXPLAIN(?:\s+ANALYZE\b|\s*\([^)]*\))?(.*)$/is;

/**
 * Answers one statement that only reads.
 *
 * The statement's type says whether it reads: DuckDB turns DESCRIBE, SHOW, SUMMARIZE and PRAGMA table_info into
 * SELECT. It then runs in a transaction that is read only and never committed, whatever its type hides.
 */
export function readOnlyQuery(
  connection: DuckDBConnection,
  sql: string,
  maxRows: number,
): Effect.Effect<QueryResult, WarehouseError | Error> {
  const session = sessionOf(connection);
  return Effect.gen(function* () {
    const statement = yield* prepare(connection, sql);
    const read = onConnection(connection, () => readRows(statement, maxRows));
    return yield* session
      .run('BEGIN TRANSACTION READ ONLY')
      .pipe(Effect.andThen(read), Effect.ensuring(Effect.ignore(session.run('ROLLBACK'))));
  });
}

/** Prepares a statement, and refuses it unless it only reads. */
const prepare = Effect.fnUntraced(function* (
  connection: DuckDBConnection,
  sql: string,
): Effect.fn.Return<DuckDBPreparedStatement, WarehouseError | Error> {
  const { StatementType } = yield* Effect.promise(loadDuckDb);
  const statements = yield* onConnection(connection, () => connection.extractStatements(sql));
  if (statements.count !== 1)
    return yield* refuse('The warehouse answers one statement at a time. Send each on its own.');
  const statement = yield* onConnection(connection, () => statements.prepare(0));
  if (statement.statementType === StatementType.EXPLAIN) {
    // EXPLAIN ANALYZE runs what it explains.
    const [, rest] = explained.exec(sql) ?? [];
    if (rest === undefined) return yield* refuse('Write EXPLAIN as the first word of the query.');
    yield* prepare(connection, rest);
    return statement;
  }
  if (statement.statementType !== StatementType.SELECT)
    return yield* refuse(
      `A query may only read, and this one is ${StatementType[statement.statementType]}. Write it as SELECT.`,
    );
  return statement;
});

function refuse(message: string): WarehouseError {
  return new WarehouseError({ reason: 'NotReadOnly', message });
}

async function readRows(statement: DuckDBPreparedStatement, maxRows: number): Promise<QueryResult> {
  const reader =
    maxRows === Number.POSITIVE_INFINITY
      ? await statement.streamAndReadAll()
      : await statement.streamAndReadUntil(maxRows + 1);
  const types = reader.columnTypes();
  const rows = reader.getRowsJson();
  return {
    columns: reader.columnNames().map((name, i) => ({ name, type: String(types[i]) })),
    rows: rows.slice(0, maxRows),
    truncated: rows.length > maxRows,
  };
}
