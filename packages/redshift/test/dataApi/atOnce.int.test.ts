import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { motoProblem } from '@sales/emulators';
import { type LoadRequest, Warehouse } from '@sales/warehouse';
import { Effect } from 'effect';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { parcel, parcelBatch, parcelStar } from '../parcels.ts';
import { type Rig, startRig } from './rig.ts';

const problem = motoProblem();

describe.skipIf(problem !== undefined)(`loads at the same time (${problem ?? 'stand-in'})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'at-once-test-'));
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true });
  });

  const load = (request: LoadRequest, schema: string) =>
    rig.run(
      Warehouse.use((warehouse) => Effect.andThen(warehouse.migrate(parcelStar), warehouse.load(request))),
      { schema },
    );
  /** What people query: the fact, less the batch that gave a row, and the dimensions. */
  const answers = async (schema: string) => {
    const tables = await rig.tables(parcelStar, schema);
    return {
      fact: tables['fact_parcel']!.map((row) =>
        JSON.stringify((JSON.parse(row) as unknown[]).slice(0, -1)),
      ).sort(),
      to: tables['dim_to'],
      from: tables['dim_from'],
    };
  };

  it.each([
    ['overlapping', (batch: number) => [`${batch}-own`, `${(batch + 1) % 4}-own`, 'shared']],
    ['disjoint', (batch: number) => [`${batch}-a`, `${batch}-b`]],
  ])('of %s batches end as one after the other', async (name, labels) => {
    const requests = await Promise.all(
      [0, 1, 2, 3].map(async (batch) =>
        rig.inBucket(
          await parcelBatch(
            folder,
            `${name}${batch}`,
            labels(batch).map((label) =>
              parcel({
                label,
                hour: batch + 1,
                pieces: batch + 1,
                toName: `Seen by ${batch}`,
                key: `raw/${batch}.json`,
              }),
            ),
          ),
        ),
      ),
    );
    for (const request of requests) await load(request, `${name}_serial`);
    const results = await Promise.all(requests.map((request) => load(request, `${name}_at_once`)));
    assert.deepStrictEqual(
      results.map(({ alreadyLoaded }) => alreadyLoaded),
      [false, false, false, false],
    );
    assert.deepStrictEqual(await answers(`${name}_at_once`), await answers(`${name}_serial`));
    const account = 'SELECT SUM(read), SUM(loaded + quarantined + duplicates), COUNT(*)';
    assert.deepStrictEqual(
      await rig.redshift.rows(`${account} FROM ${name}_at_once.etl_batch`),
      await rig.redshift.rows(`${account} FROM ${name}_serial.etl_batch`),
    );
  });

  it('of one batch, by two attempts, load it once', async () => {
    const request = await rig.inBucket(await parcelBatch(folder, 'twice', [parcel({ label: 'a' })]));
    const results = await Promise.all(
      [1, 2, 3].map((attempt) => load({ ...request, batchId: `twice-a${attempt}`, attempt }, 'twice')),
    );
    assert.lengthOf(
      results.filter(({ alreadyLoaded }) => !alreadyLoaded),
      1,
    );
    assert.deepStrictEqual(await rig.redshift.rows('SELECT COUNT(*) FROM twice.fact_parcel'), [['1']]);
    assert.deepStrictEqual(await rig.redshift.rows('SELECT COUNT(*) FROM twice.etl_batch'), [['1']]);
  });

  it('let only the later lock load, whichever starts first', async () => {
    const [early, late] = await Promise.all(
      ['early', 'late'].map(async (id) =>
        rig.inBucket(await parcelBatch(folder, id, [parcel({ label: id })])),
      ),
    );
    await load({ ...late!, fence: 8 }, 'fenced');
    const error = await rig.run(
      Warehouse.use((warehouse) => Effect.flip(warehouse.load({ ...early!, fence: 7 }))),
      { schema: 'fenced' },
    );
    assert.strictEqual(error.reason, 'Fenced');
    assert.deepStrictEqual(await rig.redshift.rows('SELECT label FROM fenced.fact_parcel'), [['late']]);
  });
});
