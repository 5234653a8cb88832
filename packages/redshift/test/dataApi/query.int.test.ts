import { motoProblem } from '@sales/emulators';
import { Warehouse, type WarehouseError, warehouseTables } from '@sales/warehouse';
import { Effect } from 'effect';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { parcelStar } from '../parcels.ts';
import { type Rig, startRig } from './rig.ts';

const problem = motoProblem();

describe.skipIf(problem !== undefined)(`a warehouse in Redshift (${problem ?? 'stand-in'})`, () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ pageRows: 3 });
    await rig.run(Warehouse.use((warehouse) => warehouse.migrate(parcelStar)));
  });
  afterAll(() => rig.stop());

  const query = (sql: string, maxRows?: number) =>
    rig.run(Warehouse.use((warehouse) => warehouse.query(sql, maxRows === undefined ? {} : { maxRows })));
  const refusal = (sql: string): Promise<WarehouseError> =>
    rig.run(Warehouse.use((warehouse) => Effect.flip(warehouse.query(sql))));
  const migrate = (schema: string) =>
    rig.run(
      Warehouse.use((warehouse) => Effect.result(warehouse.migrate(parcelStar))),
      { schema },
    );

  it('answers with exact values: BIGINT, DECIMAL, DATE and TIMESTAMP as text', async () => {
    const { columns, rows, truncated } = await query(
      `SELECT CAST(1 AS INTEGER) AS i, 9007199254740993 AS l, CAST(0.1 AS DECIMAL(18,2)) AS d, DATE '2026-02-28' AS day,
        TIMESTAMP '2026-02-28 12:00:00.5' AS t, TRUE AS b, CAST('é"' AS VARCHAR(8)) AS v, CAST(NULL AS BIGINT) AS n`,
    );
    assert.deepStrictEqual(rows, [
      [1, '9007199254740993', '0.10', '2026-02-28', '2026-02-28 12:00:00.5', true, 'é"', null],
    ]);
    assert.deepStrictEqual(
      columns.map(({ name, type }) => `${name} ${type}`),
      ['i int4', 'l int8', 'd numeric', 'day date', 't timestamp', 'b bool', 'v varchar', 'n int8'],
    );
    assert.isFalse(truncated);
  });

  it('reads all pages, or as many rows as are wanted', async () => {
    const ten = 'SELECT n FROM generate_series(1, 10) AS t(n) ORDER BY n';
    const all = await query(ten);
    assert.deepStrictEqual([all.rows.length, all.truncated], [10, false]);
    assert.deepStrictEqual(await query(ten, 10), all);
    const some = await query(ten, 4);
    assert.deepStrictEqual([some.rows.map(([n]) => n), some.truncated], [[1, 2, 3, 4], true]);
    assert.deepStrictEqual((await query('SELECT 1 WHERE FALSE')).rows, []);
  });

  it('finds the tables of its schema by their names alone', async () => {
    assert.deepStrictEqual((await query('SELECT COUNT(*) FROM fact_parcel')).rows, [['0']]);
  });

  it('refuses what writes, and says of what is wrong what Redshift says', async () => {
    const write = await refusal("INSERT INTO etl_quarantine_summary VALUES ('b', 'r', 1)");
    assert.strictEqual(write.reason, 'NotReadOnly');
    const wrong = await refusal('SELECT nothing FROM fact_parcel');
    assert.strictEqual(wrong.reason, 'BadQuery');
    assert.strictEqual(wrong.message, 'The query failed: column "nothing" does not exist');
    assert.strictEqual((await refusal('SELECT * FROM nowhere')).reason, 'BadQuery');
    assert.deepStrictEqual((await query('SELECT COUNT(*) FROM etl_quarantine_summary')).rows, [['0']]);
  });

  it('makes its tables once, and only what is missing of them', async () => {
    assert.strictEqual((await migrate('made'))._tag, 'Success');
    await rig.redshift.rows("INSERT INTO made.dim_to VALUES ('T1', 'Zoë', 'Harbour')");
    await rig.redshift.rows('DROP TABLE made.etl_superseded');
    assert.strictEqual((await migrate('made'))._tag, 'Success');
    assert.deepStrictEqual(await rig.redshift.rows('SELECT to_name FROM made.dim_to'), [['Zoë']]);
    const tables = await rig.redshift.rows(
      "SELECT table_name FROM svv_columns WHERE table_schema = 'made' GROUP BY 1 ORDER BY 1",
    );
    assert.deepStrictEqual(
      tables.flat(),
      warehouseTables(parcelStar)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('is made once by two who make it at the same time', async () => {
    const both = await Promise.all([migrate('both'), migrate('both')]);
    assert.deepStrictEqual(
      both.map(({ _tag }) => _tag),
      ['Success', 'Success'],
    );
  });

  it('refuses tables that are another star’s', async () => {
    await migrate('other');
    for (const [change, column] of [
      ['ALTER TABLE other.dim_to ALTER COLUMN zone TYPE VARCHAR(99)', 'zone VARCHAR(1024) NOT NULL'],
      ['ALTER TABLE other.dim_to DROP COLUMN zone', 'zone VARCHAR(1024) NOT NULL'],
      ['ALTER TABLE other.dim_from ADD COLUMN more INTEGER', 'more INTEGER'],
    ] as const) {
      await rig.redshift.rows(change);
      const result = await migrate('other');
      assert.isTrue(result._tag === 'Failure');
      if (result._tag !== 'Failure') continue;
      assert.strictEqual(result.failure.reason, 'OtherTables');
      if (change.includes('dim_to')) assert.include(result.failure.message, `differ at "${column}"`);
    }
  });
});
