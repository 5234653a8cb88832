import { type LoadRequest, type LoadResult, Warehouse, type WarehouseError } from '@sales/warehouse';
import { Context, Effect, Layer, Schedule } from 'effect';
import { readBatches } from './dataApi/batches.ts';
import { connect } from './dataApi/connection.ts';
import { type LoadHandle, type LoadProgress, pollLoad, startLoad } from './dataApi/loads.ts';
import { migrateTables } from './dataApi/migrate.ts';
import { readOnlyQuery } from './dataApi/query.ts';
import { untilEnded } from './dataApi/statement.ts';
import type { RedshiftOptions } from './options.ts';

/** Loads whose start and end are seen by different processes, such as two calls of a Lambda function. */
export class RedshiftLoads extends Context.Service<
  RedshiftLoads,
  {
    /** Starts a load; called again for the same request it starts nothing twice, and after a failure the next try. */
    readonly startLoad: (request: LoadRequest) => Effect.Effect<LoadHandle, WarehouseError>;
    /** Tells how far it is; fails with why it failed, and `retryable` says whether to start it again. */
    readonly pollLoad: (handle: LoadHandle) => Effect.Effect<LoadProgress, WarehouseError>;
    /** Stops a load, as far as it can still be stopped. */
    readonly cancelLoad: (handle: LoadHandle) => Effect.Effect<void, WarehouseError>;
  }
>()('@sales/redshift/RedshiftLoads') {}

/** Opens a warehouse in Amazon Redshift through its Data API, by the AWS SDK's own settings. */
export function redshiftWarehouse(options: RedshiftOptions): Layer.Layer<Warehouse | RedshiftLoads> {
  return Layer.effectContext(
    Effect.gen(function* () {
      const connection = yield* connect(options);
      const loads: RedshiftLoads['Service'] = {
        startLoad: (request) => startLoad(connection, options, request),
        pollLoad: (handle) => pollLoad(connection, options, handle),
        cancelLoad: (handle) => connection.cancel(handle.statementId),
      };

      /** Starts a load and sees it to its end. */
      const loadOnce = Effect.fnUntraced(function* (
        request: LoadRequest,
      ): Effect.fn.Return<LoadResult, WarehouseError> {
        const handle = yield* loads.startLoad(request);
        yield* untilEnded(connection, handle.statementId, options).pipe(
          // Whether it still committed, nobody waits to see: the next load of the batch will.
          Effect.onInterrupt(() => Effect.ignore(loads.cancelLoad(handle))),
        );
        const progress = yield* loads.pollLoad(handle);
        return progress.state === 'loaded' ? progress.result : yield* loadOnce(request);
      });
      const again = retrySchedule(options);

      const warehouse: Warehouse['Service'] = {
        migrate: (star) => migrateTables(connection, options, star).pipe(Effect.retry(again)),
        load: Effect.fn('Warehouse.load')((request: LoadRequest) =>
          loadOnce(request).pipe(Effect.retry(again)),
        ),
        findBatch: (star, digest) =>
          Effect.map(readBatches(connection, options, star, digest), ([batch]) => batch),
        batches: (star) => readBatches(connection, options, star),
        query: (sql, { maxRows = Number.POSITIVE_INFINITY } = {}) =>
          readOnlyQuery(connection, options, sql, maxRows),
      };
      return Context.make(Warehouse, warehouse).pipe(Context.add(RedshiftLoads, loads));
    }),
  );
}

/** Tries again what lost to another transaction, ever later, and not all at the same time. */
function retrySchedule({ tries = 5 }: RedshiftOptions) {
  return Schedule.min([Schedule.exponential('500 millis'), Schedule.spaced('20 seconds')]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: tries - 1 }),
    Schedule.setInputType<WarehouseError>(),
    Schedule.while(({ input }) => input.retryable),
  );
}
