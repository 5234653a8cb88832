import type { Star } from '@sales/schema';
import { Context, type Effect } from 'effect';
import type { WarehouseError } from './errors.ts';
import type { LoadRequest } from './request.ts';
import type { LoadedBatch, LoadResult, QueryResult } from './result.ts';

/** The tables that people query. One warehouse, that is one database file or one schema, holds one star. */
export class Warehouse extends Context.Service<
  Warehouse,
  {
    /** Creates the tables that are missing; changes nothing when all are there. */
    readonly migrate: (star: Star) => Effect.Effect<void, WarehouseError>;
    /** Loads a batch in one transaction: all of it, or nothing. A set of objects loaded before is left as it is. */
    readonly load: (request: LoadRequest) => Effect.Effect<LoadResult, WarehouseError>;
    /** Finds the load of a set of objects. */
    readonly findBatch: (
      star: Star,
      digest: string,
    ) => Effect.Effect<LoadedBatch | undefined, WarehouseError>;
    /** Lists the loaded batches, the earliest load first. */
    readonly batches: (star: Star) => Effect.Effect<readonly LoadedBatch[], WarehouseError>;
    /** Answers one statement that only reads; at most `maxRows` rows, all of them unless told. */
    readonly query: (
      sql: string,
      options?: { readonly maxRows?: number },
    ) => Effect.Effect<QueryResult, WarehouseError>;
  }
>()('@sales/warehouse/Warehouse') {}
