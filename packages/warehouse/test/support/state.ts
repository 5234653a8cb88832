import { Effect, type Layer } from 'effect';
import {
  embeddedWarehouse,
  type QueryValue,
  Warehouse,
  type WarehouseError,
  warehouseTables,
} from '../../src/index.ts';
import { type Batch, gold } from './gold.ts';
import { visitStar } from './visits.ts';

/** Every table of the warehouse with all its rows, in an order of their own. */
export const allTables: Effect.Effect<Record<string, unknown>, WarehouseError, Warehouse> = Effect.gen(
  function* () {
    const tables: Record<string, unknown> = {};
    for (const { name } of warehouseTables(visitStar))
      tables[name] = yield* rows(`FROM ${name} ORDER BY ALL`);
    return tables;
  },
);

/** The tables that people query, without the batch that a row came with. */
export const starTables = Effect.gen(function* () {
  return {
    fact: yield* rows('SELECT * EXCLUDE (_batch_id) FROM fact_visit ORDER BY ALL'),
    gates: yield* rows('FROM dim_gate ORDER BY ALL'),
    groups: yield* rows('FROM dim_group ORDER BY ALL'),
    gateState: yield* rows('FROM etl_dim_gate ORDER BY ALL'),
  };
});

/** Asks the warehouse. */
export function rows(
  sql: string,
): Effect.Effect<readonly (readonly QueryValue[])[], WarehouseError, Warehouse> {
  return Warehouse.use((warehouse) => Effect.map(warehouse.query(sql), (result) => result.rows));
}

/** Writes a batch's gold files and loads them. */
export function load(folder: string, batch: Batch) {
  return Effect.gen(function* () {
    const warehouse = yield* Warehouse;
    const request = yield* Effect.promise(() => gold(folder, batch));
    return yield* warehouse.load(request);
  });
}

/** Gives an effect an empty warehouse in a folder. */
export function inWarehouse(folder: string) {
  return <A, E>(effect: Effect.Effect<A, E, Warehouse>): Effect.Effect<A, E | WarehouseError> =>
    Warehouse.use((warehouse) => warehouse.migrate(visitStar)).pipe(
      Effect.andThen(effect),
      Effect.provide(warehouseIn(folder)),
    );
}

export function warehouseIn(folder: string): Layer.Layer<Warehouse> {
  return embeddedWarehouse({ path: `${folder}/warehouse.duckdb`, threads: 2, memoryLimit: '500MB' });
}
