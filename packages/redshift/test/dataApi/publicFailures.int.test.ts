import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { motoProblem } from '@sales/emulators';
import { SqlError } from '@sales/emulators/redshift';
import { type LoadRequest, Warehouse, type WarehouseError } from '@sales/warehouse';
import { Effect } from 'effect';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { renderLoad } from '../../src/index.ts';
import { parcel, parcelBatch, parcelStar } from '../parcels.ts';
import { type Rig, startRig } from './rig.ts';

const problem = motoProblem();
type BeforeStatement = (sql: string) => void;
const nothing: BeforeStatement = () => undefined;

/** What public loads of Redshift get wrong, each with what becomes of it here. */
describe.skipIf(problem !== undefined)(`what others' loads got wrong (${problem ?? 'stand-in'})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'public-failures-'));
  let rig: Rig;
  let before = nothing;

  beforeAll(async () => {
    rig = await startRig({ beforeStatement: (sql) => before(sql) });
  });
  afterAll(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true });
  });

  const batch = async (id: string, ...rows: readonly Parameters<typeof parcel>[0][]): Promise<LoadRequest> =>
    rig.inBucket(await parcelBatch(folder, id, rows.map(parcel)));
  const migrated = async (schema: string): Promise<string> => {
    await rig.run(
      Warehouse.use((warehouse) => warehouse.migrate(parcelStar)),
      { schema },
    );
    return schema;
  };
  const load = (request: LoadRequest, schema: string) =>
    rig.run(
      Warehouse.use((warehouse) => warehouse.load(request)),
      { schema },
    );
  const refusal = (request: LoadRequest, schema: string): Promise<WarehouseError> =>
    rig.run(
      Warehouse.use((warehouse) => Effect.flip(warehouse.load(request))),
      { schema, tries: 1 },
    );

  it('a failure between two tables left the star half loaded: here a failure at any statement leaves all tables as they were, and is no success', async () => {
    const schema = await migrated('halfway');
    await load(await batch('held', { label: 'a' }, { label: 'b' }), schema);
    const held = await rig.tables(parcelStar, schema);
    const request = await batch('next', { label: 'b', pieces: 2, hour: 9 }, { label: 'c', hour: 9 });
    const { statements } = renderLoad(request, { schema, iamRole: 'default', manifestFolder: 's3://lake/x' });
    for (const [index, { step }] of statements.entries()) {
      let seen = 0;
      before = (sql) => {
        // Other statements, such as those that look for the batch, come as two: the schema, and a SELECT.
        if (sql.startsWith('SET search_path') && seen < index) seen = 0;
        if (seen === index) {
          seen = Number.NaN;
          throw new SqlError(`ERROR: injected at ${index}`);
        }
        seen += 1;
      };
      const error = await refusal({ ...request, attempt: index + 2 }, schema);
      before = nothing;
      assert.strictEqual(error.retryable, false, step);
      assert.deepStrictEqual(await rig.tables(parcelStar, schema), held, step);
    }
    const { inserted, corrected } = await load({ ...request, attempt: 99 }, schema);
    assert.deepStrictEqual([inserted, corrected], [1, 1]);
  }, 300_000);

  it('TRUNCATE and COPY wiped the history: here a batch adds to it', async () => {
    const schema = await migrated('history');
    await load(await batch('day1', { label: 'a' }), schema);
    await load(await batch('day2', { label: 'b' }), schema);
    assert.deepStrictEqual(await rig.redshift.rows('SELECT label FROM history.fact_parcel ORDER BY 1'), [
      ['a'],
      ['b'],
    ]);
  });

  it('COPY of a prefix took _SUCCESS and what others left there: here the manifest names the files', async () => {
    const schema = await migrated('prefix');
    const request = await batch('prefixed', { label: 'a' });
    for (const { url } of request.fact) {
      await rig.put(url.replace(/[^/]*$/, '_SUCCESS'), 'done');
      await rig.put(`${url}.old`, 'not Parquet');
    }
    assert.strictEqual((await load(request, schema)).inserted, 1);
  });

  it('a missing file was no error: here every file is mandatory', async () => {
    const request = await batch('missing', { label: 'a' });
    const gone = { url: 's3://lake/gold/never-written.parquet', sizeBytes: 5, rows: 0 };
    const error = await refusal({ ...request, fact: [...request.fact, gone] }, await migrated('missing'));
    assert.strictEqual(error.reason, 'BadFile');
  });

  it('NULL keys never match, so MERGE inserted them again and again: here they are refused', async () => {
    const schema = await migrated('nulls');
    const error = await refusal(await batch('null', { label: null as unknown as string }), schema);
    assert.strictEqual(error.reason, 'BadFile');
    assert.match(
      error.message,
      /^The gold files of fact_parcel cannot be loaded: Cannot insert a NULL value into column label/,
    );
  });

  it('a key twice in the source made MERGE fail, or the fact hold it twice: here it is refused by name', async () => {
    const error = await refusal(
      await batch('twice', { label: 'a' }, { label: 'a', pieces: 2 }),
      await migrated('keys'),
    );
    assert.strictEqual(error.reason, 'Assertion');
    assert.match(
      error.message,
      /brings a key of fact_parcel \(label, day\) more than once: rows too many: 1\./,
    );
  });

  it('the same file loaded twice doubled the rows: here a set of objects is loaded once', async () => {
    const schema = await migrated('doubled');
    const request = await batch('first', { label: 'a' });
    await load(request, schema);
    assert.isTrue((await load({ ...request, batchId: 'second', attempt: 2 }, schema)).alreadyLoaded);
    assert.deepStrictEqual(await rig.redshift.rows('SELECT COUNT(*) FROM doubled.fact_parcel'), [['1']]);
  });

  it('a text longer in bytes than in characters broke the load with no row named: here file and column are', async () => {
    const schema = await migrated('bytes');
    const error = await refusal(await batch('umlauts', { label: 'ü'.repeat(65) }), schema);
    assert.deepStrictEqual(
      error.files?.map(({ column }) => column),
      ['label'],
    );
  });
});
