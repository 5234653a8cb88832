import type { Star } from '@sales/schema';
import { Effect } from 'effect';
import type { WarehouseError } from '../errors.ts';
import { decodeBatch, selectBatches } from '../plan/batchRow.ts';
import { renderPlan } from '../plan/dialect.ts';
import { decodeObjects, selectObjects } from '../plan/objectRow.ts';
import { loadPlan } from '../plan/loadPlan.ts';
import type { LoadRequest } from '../request.ts';
import type { LoadedBatch, LoadResult } from '../result.ts';
import { duckDbDialect } from './dialect.ts';
import { loadFailure } from './failure.ts';
import { type Session, transaction } from './session.ts';

/** Reads the loads of a star, or that of one set of objects. */
export function readBatches(
  session: Session,
  star: Star,
  digest?: string,
): Effect.Effect<readonly LoadedBatch[], Error> {
  return Effect.map(session.rows(selectBatches(star, digest)), (rows) => rows.map(decodeBatch));
}

/** Loads a batch in one transaction, unless its objects are loaded already. `path` is for messages. */
export function loadBatch(
  session: Session,
  path: string,
  request: LoadRequest,
): Effect.Effect<Omit<LoadResult, 'seconds'>, WarehouseError | Error> {
  const statements = renderPlan(loadPlan(request), duckDbDialect);
  const load = transaction(
    session,
    Effect.gen(function* () {
      const [earlier] = yield* readBatches(session, request.star, request.digest);
      if (earlier !== undefined) return yield* resultOf(session, earlier, true);
      for (const statement of statements)
        yield* Effect.mapError(session.run(statement.sql), (cause) => loadFailure(path, statement, cause));
      const [loaded] = yield* readBatches(session, request.star, request.digest);
      return yield* resultOf(session, loaded!, false);
    }),
  );
  return inAnyOrder(session, load);
}

/** Lets DuckDB store rows in any order meanwhile: it then reads files with all threads, and holds less of them. */
function inAnyOrder<A, E>(session: Session, load: Effect.Effect<A, E>): Effect.Effect<A, E | Error> {
  return Effect.acquireUseRelease(
    session.run('SET preserve_insertion_order = false'),
    () => load,
    () => Effect.ignore(session.run('SET preserve_insertion_order = true')),
  );
}

const resultOf = Effect.fnUntraced(function* (session: Session, batch: LoadedBatch, alreadyLoaded: boolean) {
  const { batchId, inserted, corrected, duplicatesAcross, late, measureCents } = batch;
  const bySource = decodeObjects(yield* session.rows(selectObjects(batchId)));
  return { alreadyLoaded, inserted, corrected, duplicates: duplicatesAcross, late, measureCents, bySource };
});
