import { temporaryFolder } from '@sales/test-kit';
import {
  embeddedWarehouse,
  sqlName,
  Warehouse,
  type WarehouseError,
  warehouseTables,
} from '@sales/warehouse';
import { Effect } from 'effect';
import { assert, describe, it } from 'vitest';
import { explainAssertion } from '../src/index.ts';
import { type Parcel, parcelBatch, parcelStar } from './parcels.ts';
import { StatementFailed, startPostgres } from './postgres.ts';

/** Four batches; a row is its label, its hour, and what it says. Every outcome is among them, and attributes that tie. */
const batches: readonly (readonly Parcel[])[] = [
  ['a2x', 'b2x', 'c2y', 'd2y', 'e2z', "'2x"],
  ['a3y', 'b1y', 'c3y', 'f1z'],
  ['a1z', 'd3x', 'e1z', 'f2z', "'2x", 'g2y'],
  ['a4y', 'b3w', 'f0x', 'h2z'],
].map((rows, batch) =>
  rows.map((row, i) => {
    const [label, hour, says] = [row[0]!, Number(row[1]), 'wxyz'.indexOf(row[2]!)];
    return {
      label,
      hour,
      pieces: 1 + says,
      order: says === 1 ? 'Express' : null,
      to: says === 3 ? 'T1' : 'T2',
      toName: [null, 'Zoë', '\u{1F600}', '\uFF5E'][says]!,
      zone: says === 2 ? 'Harbour \\ north' : null,
      key: ['raw/b.json', 'raw/a.json'][(batch + i) % 2]!,
    };
  }),
);

async function inEmbedded<A>(
  folder: string,
  program: Effect.Effect<A, WarehouseError, Warehouse>,
): Promise<A> {
  const migrated = Warehouse.use((warehouse) => warehouse.migrate(parcelStar)).pipe(Effect.andThen(program));
  return Effect.runPromise(migrated.pipe(Effect.provide(embeddedWarehouse({ path: `${folder}/w.duckdb` }))));
}

const embeddedTables = Effect.gen(function* () {
  const { query } = yield* Warehouse;
  const tables: Record<string, string[]> = {};
  for (const { name } of warehouseTables(parcelStar)) {
    const { rows } = yield* query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${sqlName(name)}`);
    tables[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return tables;
});

describe('Redshift’s statements, run by a PostgreSQL', () => {
  it('leave the same rows in every table as the embedded warehouse, load by load', async () => {
    const folder = temporaryFolder();
    const postgres = await startPostgres(parcelStar);
    const outcomes = { inserted: 0, corrected: 0, duplicates: 0, late: 0 };
    for (const [i, parcels] of batches.entries()) {
      const request = await parcelBatch(folder, `b${i}`, parcels);
      await postgres.load(request);
      const [result, tables] = await inEmbedded(
        folder,
        Effect.all([Warehouse.use((warehouse) => warehouse.load(request)), embeddedTables]),
      );
      for (const outcome of Object.keys(outcomes) as (keyof typeof outcomes)[])
        outcomes[outcome] += result[outcome];
      assert.deepStrictEqual(await postgres.tables(), tables);
    }
    for (const [outcome, rows] of Object.entries(outcomes)) assert.isAbove(rows, 0, outcome);
    await postgres.close();
  });

  it('refuse a batch in the same words, and change nothing', async () => {
    const folder = temporaryFolder();
    const postgres = await startPostgres(parcelStar);
    const first = await parcelBatch(folder, 'b0', batches[0]!);
    const second = await parcelBatch(folder, 'b1', batches[1]!);
    await postgres.load(first);
    const before = await postgres.tables();
    const wrong = [
      { ...second, fence: 2 },
      { ...second, expected: { ...second.expected, factRows: 5 } },
      { ...second, expected: { ...second.expected, measureCents: 1n } },
      { ...second, expected: { ...second.expected, dimensionRows: {} } },
    ];
    for (const request of wrong) {
      const refused = await postgres.load(request).then(
        () => assert.fail('the batch was loaded'),
        (error: unknown) => error as StatementFailed,
      );
      assert.instanceOf(refused, StatementFailed);
      const { message, reason } = await inEmbedded(
        folder,
        Effect.gen(function* () {
          const warehouse = yield* Warehouse;
          yield* warehouse.load(first);
          return yield* Effect.orDie(Effect.flip(warehouse.load(request)));
        }),
      );
      assert.strictEqual(refused.statement.reason, reason);
      assert.strictEqual(explainAssertion(refused.statement, String(refused.cause)), message);
      assert.deepStrictEqual(await postgres.tables(), before);
    }
    const again = await postgres.load({ ...first, batchId: 'b0-again' }).catch((error: unknown) => error);
    assert.instanceOf(again, StatementFailed);
    assert.match(
      explainAssertion(again.statement, String(again.cause)) ?? '',
      /^The objects of batch b0-again were already loaded as batch b0\. /,
    );
    assert.deepStrictEqual(await postgres.tables(), before);
    await postgres.close();
  });
});
