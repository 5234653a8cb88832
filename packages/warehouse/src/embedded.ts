import { Clock, Effect, Layer, Semaphore } from 'effect';
import { type EmbeddedOptions, lazyDatabase } from './duckdb/database.ts';
import { queryFailure, statementFailure } from './duckdb/failure.ts';
import { loadBatch, readBatches } from './duckdb/load.ts';
import { migrateTables } from './duckdb/migration.ts';
import { readOnlyQuery } from './duckdb/readOnlyQuery.ts';
import { type Session, sessionOf } from './duckdb/session.ts';
import { WarehouseError } from './errors.ts';
import { Warehouse } from './warehouse.ts';

/** Opens a warehouse in one DuckDB file, on first use; closed with the scope. */
export function embeddedWarehouse(options: EmbeddedOptions): Layer.Layer<Warehouse> {
  return Layer.effect(
    Warehouse,
    Effect.gen(function* () {
      const { path } = options;
      const database = yield* lazyDatabase(options);
      const writing = yield* Semaphore.make(1);
      const withSession = <A>(use: (session: Session) => Effect.Effect<A, WarehouseError | Error>) =>
        database
          .withConnection((connection) => use(sessionOf(connection)))
          .pipe(Effect.mapError(explained((cause) => statementFailure(path, cause))));

      return {
        migrate: (star) => writing.withPermit(withSession((session) => migrateTables(session, path, star))),
        load: Effect.fn('Warehouse.load')(function* (request) {
          const started = yield* Clock.currentTimeMillis;
          const result = yield* writing.withPermit(
            withSession((session) => loadBatch(session, path, request)),
          );
          const ended = yield* Clock.currentTimeMillis;
          return { ...result, seconds: (ended - started) / 1000 };
        }),
        findBatch: (star, digest) =>
          Effect.map(
            withSession((session) => readBatches(session, star, digest)),
            ([batch]) => batch,
          ),
        batches: (star) => withSession((session) => readBatches(session, star)),
        query: (sql, { maxRows = Number.POSITIVE_INFINITY } = {}) =>
          database
            .withConnection((connection) => readOnlyQuery(connection, sql, maxRows))
            .pipe(Effect.mapError(explained((cause) => queryFailure(path, cause)))),
      };
    }),
  );
}

/** Explains a failure that is DuckDB's own. */
function explained(explain: (cause: Error) => WarehouseError) {
  return (error: WarehouseError | Error): WarehouseError =>
    error instanceof WarehouseError ? error : explain(error);
}
