import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Effect, type Scope, Semaphore } from 'effect';
import type { WarehouseError } from '../errors.ts';
import { openFailure } from './failure.ts';

/** Where the embedded warehouse lives and what it may use. */
export interface EmbeddedOptions {
  /** The database file; created when missing, its folder must exist. */
  readonly path: string;
  readonly threads?: number;
  /** As DuckDB writes it: `2GB`. */
  readonly memoryLimit?: string;
}

/** An open or yet unopened database file. */
export interface Database {
  /** Gives a connection of its own for as long as `use` runs; its temporary tables end with it. */
  readonly withConnection: <A, E>(
    use: (connection: DuckDBConnection) => Effect.Effect<A, E>,
  ) => Effect.Effect<A, E | WarehouseError>;
}

/** Loads DuckDB when it is needed: that takes 50 ms, and a run asks for its warehouse last. */
export function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  return import('@duckdb/node-api');
}

/** Prepares a database file, opened on first use and closed with the scope. An opening that failed is tried again. */
export const lazyDatabase = Effect.fnUntraced(function* (
  options: EmbeddedOptions,
): Effect.fn.Return<Database, never, Scope.Scope> {
  let instance: DuckDBInstance | undefined;
  const opening = yield* Semaphore.make(1);
  yield* Effect.addFinalizer(() => Effect.sync(() => instance?.closeSync()));

  const opened = opening.withPermit(
    Effect.gen(function* () {
      instance ??= yield* open(options);
      return instance;
    }),
  );
  return {
    withConnection: (use) =>
      Effect.flatMap(opened, (database) =>
        Effect.acquireUseRelease(
          Effect.promise(() => database.connect()),
          use,
          (connection) => Effect.sync(() => connection.closeSync()),
        ),
      ),
  };
});

function open({
  path,
  threads,
  memoryLimit,
}: EmbeddedOptions): Effect.Effect<DuckDBInstance, WarehouseError> {
  const config: Record<string, string> = {
    // No query fetches code from the network.
    autoinstall_known_extensions: 'false',
    ...(threads === undefined ? {} : { threads: String(threads) }),
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
  };
  return Effect.uninterruptible(
    Effect.tryPromise({
      try: async () => (await loadDuckDb()).DuckDBInstance.create(path, config),
      catch: (cause) => openFailure(path, cause as Error),
    }),
  );
}
