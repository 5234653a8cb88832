import { existsSync } from 'node:fs';
import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { Warehouse, type WarehouseError } from '../src/index.ts';
import { allTables, inWarehouse, load } from './support/state.ts';
import { visit } from './support/visits.ts';

const query = (sql: string, maxRows?: number) =>
  Warehouse.use((warehouse) => warehouse.query(sql, maxRows === undefined ? {} : { maxRows }));

/** States a behaviour of a warehouse that holds two visits. */
function states(
  behaviour: string,
  program: (folder: string) => Effect.Effect<void, unknown, Warehouse>,
): void {
  it.live(behaviour, () => {
    const folder = temporaryFolder();
    return load(folder, { visits: [visit({ ticket: 'A' }), visit({ ticket: 'B' })] }).pipe(
      Effect.andThen(program(folder)),
      inWarehouse(folder),
    );
  });
}

describe('a query', () => {
  states('gives columns with their types, and values that JSON can hold without loss', () =>
    Effect.gen(function* () {
      const result = yield* query(
        `SELECT ticket, day, guests, total, COUNT(*) OVER () AS n, NULL AS "nothing", [1, 2] AS list, {'a': 1} AS "struct"
FROM fact_visit ORDER BY ALL`,
      );
      assert.deepStrictEqual(result, {
        columns: [
          { name: 'ticket', type: 'VARCHAR' },
          { name: 'day', type: 'DATE' },
          { name: 'guests', type: 'INTEGER' },
          { name: 'total', type: 'DECIMAL(18,2)' },
          { name: 'n', type: 'BIGINT' },
          { name: 'nothing', type: 'INTEGER' },
          { name: 'list', type: 'INTEGER[]' },
          { name: 'struct', type: 'STRUCT("a" INTEGER)' },
        ],
        rows: [
          ['A', '2026-05-01', 2, '25.00', '2', null, [1, 2], { a: 1 }],
          ['B', '2026-05-01', 2, '25.00', '2', null, [1, 2], { a: 1 }],
        ],
        truncated: false,
      });
    }),
  );
  states('stops at the most rows asked for, and says whether there were more', () =>
    Effect.gen(function* () {
      for (const [maxRows, rows, truncated] of [
        [0, 0, true],
        [5, 5, true],
        [10_000, 10_000, false],
        [9999, 9999, true],
      ] as const) {
        const result = yield* query('SELECT i FROM range(10_000) t(i)', maxRows);
        assert.deepInclude({ ...result, rows: result.rows.length }, { rows, truncated });
      }
    }),
  );
  for (const sql of [
    'WITH a AS (SELECT 1) FROM a',
    'FROM fact_visit',
    'DESCRIBE fact_visit',
    'SHOW TABLES',
    'SUMMARIZE dim_gate',
    'PRAGMA table_info(fact_visit)',
    'EXPLAIN SELECT * FROM fact_visit',
    'explain analyze select 1;',
    'SELECT 1; -- done',
  ])
    states(`may be ${sql}`, () => Effect.asVoid(query(sql)));
});

describe('a query that does not only read is refused and does nothing:', () => {
  const file = 'written.csv';
  for (const sql of [
    "INSERT INTO dim_group VALUES ('x', 'y')",
    'DELETE FROM fact_visit',
    'UPDATE fact_visit SET guests = 1',
    'DROP TABLE fact_visit',
    'CREATE TABLE mine (a INTEGER)',
    `COPY fact_visit TO '${file}'`,
    "ATTACH 'other.duckdb'",
    "SET memory_limit = '10MB'",
    "PRAGMA memory_limit = '10MB'",
    'CHECKPOINT',
    'VACUUM',
    'BEGIN TRANSACTION',
    'PREPARE p AS DELETE FROM fact_visit',
    "LOAD 'httpfs'",
    'EXPLAIN ANALYZE DELETE FROM fact_visit',
    `EXPLAIN ANALYZE COPY fact_visit TO '${file}'`,
    `explain (analyze) COPY fact_visit TO '${file}'`,
    `/* so */ EXPLAIN ANALYZE COPY fact_visit TO '${file}'`,
    'SELECT 1; DELETE FROM fact_visit',
  ])
    states(sql, (folder) =>
      Effect.gen(function* () {
        const before = yield* allTables;
        const error: WarehouseError = yield* Effect.flip(query(sql.replace(file, `${folder}/${file}`)));
        assert.strictEqual(error.reason, 'NotReadOnly', error.message);
        assert.match(error.message, /^[A-Z].*\.$/);
        assert.deepStrictEqual(yield* allTables, before);
        assert.isFalse(existsSync(`${folder}/${file}`));
      }),
    );
});

describe('a query that is wrong', () => {
  for (const sql of ['', ';', '-- nothing', 'EXPLAIN'])
    states(`because it says ${sql === '' ? 'nothing' : sql} is refused`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(query(sql));
        assert.include(['BadQuery', 'NotReadOnly'], error.reason);
        assert.match(error.message, /^[A-Z].*/);
      }),
    );
  states('says where', () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(query('SELECT tickets FROM fact_visit'));
      assert.strictEqual(error.reason, 'BadQuery');
      assert.match(error.message, /^The query failed: Binder Error: .*"tickets"/);
      assert.match((yield* Effect.flip(query('SELEC 1'))).message, /syntax error/);
    }),
  );
});
