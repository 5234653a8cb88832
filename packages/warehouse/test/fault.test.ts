import { DuckDBInstance } from '@duckdb/node-api';
import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect, Fiber } from 'effect';
import { loadBatch } from '../src/duckdb/load.ts';
import { migrateTables } from '../src/duckdb/migration.ts';
import { type Session, sessionOf } from '../src/duckdb/session.ts';
import { type LoadRequest, Warehouse, warehouseTables } from '../src/index.ts';
import { gold } from './support/gold.ts';
import { allTables, inWarehouse, load } from './support/state.ts';
import { visit, visitStar } from './support/visits.ts';

const day = (n: number) => Date.parse('2026-05-02T00:00:00Z') + n * 86_400_000;
const held = [
  visit({ ticket: 'corrected', timeMs: day(1) }),
  visit({ ticket: 'late', timeMs: day(1) }),
  visit({ ticket: 'moved', timeMs: day(1) }),
  visit({ ticket: 'duplicate', timeMs: day(1) }),
];
/** A batch with a row of every outcome. */
const everyOutcome = [
  visit({ ticket: 'inserted', gate: 'SOUTH' }),
  visit({ ticket: 'corrected', timeMs: day(2), guests: 9, gate_name: 'New gate' }),
  visit({ ticket: 'late', timeMs: day(0), guests: 9 }),
  visit({ ticket: 'moved', timeMs: day(2) }),
  visit({ ticket: 'duplicate', timeMs: day(0) }),
];
const rejected = { date_invalid: 1 };

/** Fails the nth statement that is run, before (`'unsent'`) or after the engine has done it. */
function faulty(session: Session, nth: number, when: 'unsent' | 'done'): Session {
  let ran = 0;
  return {
    rows: session.rows,
    run: (sql) => {
      if (++ran !== nth) return session.run(sql);
      const fault = Effect.fail(new Error(`fault in: ${sql}`));
      return when === 'unsent' ? fault : Effect.andThen(session.run(sql), fault);
    },
  };
}

describe('a fault', () => {
  it.live('at any statement of a load leaves every table as it was', () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      const instance = yield* Effect.promise(() => DuckDBInstance.create());
      const onSession = <A, E>(use: (session: Session) => Effect.Effect<A, E>) =>
        Effect.acquireUseRelease(
          Effect.promise(() => instance.connect()),
          (connection) => use(sessionOf(connection)),
          (connection) => Effect.sync(() => connection.closeSync()),
        );
      const snapshot = onSession((session) =>
        Effect.forEach(warehouseTables(visitStar), ({ name }) => session.rows(`FROM ${name} ORDER BY ALL`)),
      );
      const first = yield* Effect.promise(() => gold(folder, { id: 'held', visits: held }));
      const request: LoadRequest = yield* Effect.promise(() =>
        gold(folder, { visits: everyOutcome, rejected }),
      );
      yield* onSession((session) => migrateTables(session, 'test', visitStar));
      yield* onSession((session) => loadBatch(session, 'test', first));
      const before = yield* snapshot;

      const loadWithFault = (nth: number, when: 'unsent' | 'done') =>
        onSession((session) => Effect.flip(loadBatch(faulty(session, nth, when), 'test', request)));
      let statements = 0;
      for (let committed = false; !committed; ) {
        statements++;
        yield* loadWithFault(statements, 'unsent');
        assert.deepStrictEqual(yield* snapshot, before, `statement ${statements} unsent`);
        const error = yield* loadWithFault(statements, 'done');
        // After COMMIT only the answer can be lost.
        committed = error.message === 'fault in: COMMIT';
        if (committed) assert.notDeepEqual(yield* snapshot, before);
        else assert.deepStrictEqual(yield* snapshot, before, `statement ${statements} done`);
      }
      assert.isAbove(statements, 20);
      const again = yield* onSession((session) => loadBatch(session, 'test', request));
      assert.deepInclude(again, { alreadyLoaded: true, inserted: 1, corrected: 1, duplicates: 2, late: 1 });
      instance.closeSync();
    }),
  );
});

describe('an interruption', () => {
  it.live('in the middle of a load leaves every table as it was, and the next load works', () => {
    const folder = temporaryFolder();
    return Effect.gen(function* () {
      yield* load(folder, { id: 'held', visits: held });
      const before = yield* allTables;
      const request = yield* Effect.promise(() => gold(folder, { visits: everyOutcome, rejected }));
      const warehouse = yield* Warehouse;
      let committed = false;
      for (let milliseconds = 0; !committed; milliseconds += 4) {
        const fiber = yield* Effect.forkChild(warehouse.load(request), { startImmediately: true });
        yield* Effect.sleep(milliseconds);
        yield* Fiber.interrupt(fiber);
        committed = (yield* warehouse.batches(visitStar)).length === 2;
        if (!committed) assert.deepStrictEqual(yield* allTables, before, `after ${milliseconds} ms`);
        assert.isFalse(committed && milliseconds === 0);
      }
      assert.deepInclude(yield* warehouse.load(request), { alreadyLoaded: true, inserted: 1 });
    }).pipe(inWarehouse(folder));
  });
});
