import {
  decodeBatch,
  decodeObjects,
  type LoadedBatch,
  type LoadResult,
  selectBatches,
  selectObjects,
  type WarehouseError,
} from '@sales/warehouse';
import { Effect } from 'effect';
import type { RedshiftOptions } from '../options.ts';
import type { Connection } from './connection.ts';
import { read } from './statement.ts';

/** A star, as far as its loads are found by it. */
export interface NamedStar {
  readonly contract: { readonly name: string };
}

/** Reads the loads of a star, or that of one set of objects. */
export function readBatches(
  connection: Connection,
  options: RedshiftOptions,
  star: NamedStar,
  digest?: string,
): Effect.Effect<readonly LoadedBatch[], WarehouseError> {
  return Effect.map(read(connection, options, selectBatches(star, digest)), ({ rows }) =>
    rows.map(decodeBatch),
  );
}

/** Reads what the load of a set of objects did; undefined where it is not loaded. */
export const readOutcome = Effect.fnUntraced(function* (
  connection: Connection,
  options: RedshiftOptions,
  star: NamedStar,
  digest: string,
): Effect.fn.Return<Omit<LoadResult, 'alreadyLoaded' | 'seconds'> | undefined, WarehouseError> {
  const [batch] = yield* readBatches(connection, options, star, digest);
  if (batch === undefined) return undefined;
  const { batchId, inserted, corrected, duplicatesAcross, late, measureCents } = batch;
  const { rows } = yield* read(connection, options, selectObjects(batchId));
  return {
    inserted,
    corrected,
    duplicates: duplicatesAcross,
    late,
    measureCents,
    bySource: decodeObjects(rows),
  };
});
