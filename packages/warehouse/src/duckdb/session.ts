import type { DuckDBConnection } from '@duckdb/node-api';
import { Effect } from 'effect';

type Scalar = string | number | boolean | null;

/** A connection of its own to the warehouse, as its work needs it. Fails with DuckDB's error as it is. */
export interface Session {
  readonly run: (sql: string) => Effect.Effect<void, Error>;
  /** One array a row; DECIMAL, BIGINT, DATE and TIMESTAMP as text. */
  readonly rows: (sql: string) => Effect.Effect<readonly (readonly Scalar[])[], Error>;
}

/** Wraps a connection; what it runs ends before an interruption goes on. */
export function sessionOf(connection: DuckDBConnection): Session {
  return {
    run: (sql) => Effect.asVoid(onConnection(connection, () => connection.run(sql))),
    rows: (sql) =>
      onConnection(connection, async () => (await connection.runAndReadAll(sql)).getRowsJson() as Scalar[][]),
  };
}

/** Does asynchronous work on a connection; an interruption stops the work and waits until it has stopped. */
export function onConnection<A>(
  connection: DuckDBConnection,
  work: () => Promise<A>,
): Effect.Effect<A, Error> {
  return Effect.callback<A, Error>((resume) => {
    const done = work().then(
      (value) => resume(Effect.succeed(value)),
      (cause: Error) => resume(Effect.fail(cause)),
    );
    return Effect.promise(() => {
      connection.interrupt();
      return done;
    });
  });
}

/** Runs a body as one transaction: all of it, or, when it fails or is interrupted, nothing. */
export function transaction<A, E>(session: Session, body: Effect.Effect<A, E>): Effect.Effect<A, E | Error> {
  return session.run('BEGIN TRANSACTION').pipe(
    Effect.andThen(body),
    // An interruption waits for a COMMIT that was sent, for nobody could tell what became of it.
    Effect.tap(() => Effect.uninterruptible(session.run('COMMIT'))),
    // After a failed COMMIT there is nothing left to roll back, which is no failure of its own.
    Effect.onError(() => Effect.ignore(session.run('ROLLBACK'))),
  );
}
