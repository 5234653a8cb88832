import { motoProblem } from '@sales/emulators';
import { temporaryFolder } from '@sales/test-kit';
import {
  embeddedWarehouse,
  sqlName,
  Warehouse,
  type WarehouseError,
  warehouseTables,
} from '@sales/warehouse';
import { Effect } from 'effect';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { type Rig, startRig } from './dataApi/rig.ts';
import { type Parcel, parcelBatch, parcelStar } from './parcels.ts';

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

const problem = motoProblem();

describe.skipIf(problem !== undefined)(`Redshift’s statements (${problem ?? 'in the stand-in'})`, () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.stop());

  const inRedshift = <A>(schema: string, program: Effect.Effect<A, WarehouseError, Warehouse>): Promise<A> =>
    rig.run(Warehouse.use((warehouse) => warehouse.migrate(parcelStar)).pipe(Effect.andThen(program)), {
      schema,
    });

  it('leave the same rows in every table as the embedded warehouse, load by load', async () => {
    const folder = temporaryFolder();
    const outcomes = { inserted: 0, corrected: 0, duplicates: 0, late: 0 };
    for (const [i, parcels] of batches.entries()) {
      const request = await parcelBatch(folder, `b${i}`, parcels);
      const uploaded = await rig.inBucket(request);
      const loaded = await inRedshift(
        'parity',
        Warehouse.use((warehouse) => warehouse.load(uploaded)),
      );
      const [result, tables] = await inEmbedded(
        folder,
        Effect.all([Warehouse.use((warehouse) => warehouse.load(request)), embeddedTables]),
      );
      for (const outcome of Object.keys(outcomes) as (keyof typeof outcomes)[])
        outcomes[outcome] += result[outcome];
      assert.deepStrictEqual({ ...loaded, seconds: 0 }, { ...result, seconds: 0 });
      assert.deepStrictEqual(await rig.tables(parcelStar, 'parity'), tables);
    }
    for (const [outcome, rows] of Object.entries(outcomes)) assert.isAbove(rows, 0, outcome);
  }, 180_000);

  it('refuse a batch in the same words, and change nothing', async () => {
    const folder = temporaryFolder();
    const [first, second] = [
      await parcelBatch(folder, 'b0', batches[0]!),
      await parcelBatch(folder, 'b1', batches[1]!),
    ];
    const [firstThere, secondThere] = [await rig.inBucket(first), await rig.inBucket(second)];
    await inRedshift(
      'refusals',
      Warehouse.use((warehouse) => warehouse.load(firstThere)),
    );
    const before = await rig.tables(parcelStar, 'refusals');
    const changes = [
      { fence: 2 },
      { expected: { ...second.expected, factRows: 5 } },
      { expected: { ...second.expected, measureCents: 1n } },
      { expected: { ...second.expected, dimensionRows: {} } },
    ];
    for (const wrong of changes) {
      const there = await inRedshift(
        'refusals',
        Warehouse.use((warehouse) => Effect.orDie(Effect.flip(warehouse.load({ ...secondThere, ...wrong })))),
      );
      const here = await inEmbedded(
        folder,
        Effect.gen(function* () {
          const warehouse = yield* Warehouse;
          yield* warehouse.load(first);
          return yield* Effect.orDie(Effect.flip(warehouse.load({ ...second, ...wrong })));
        }),
      );
      assert.deepStrictEqual([there.reason, there.message], [here.reason, here.message]);
      assert.deepStrictEqual(await rig.tables(parcelStar, 'refusals'), before);
    }
  });
});
