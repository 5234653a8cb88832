import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { motoProblem } from '@sales/emulators';
import { SqlError } from '@sales/emulators/redshift';
import { type LoadRequest, Warehouse, WarehouseError } from '@sales/warehouse';
import { Effect } from 'effect';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { type LoadHandle, type LoadProgress, RedshiftLoads } from '../../src/index.ts';
import { parcel, parcelBatch, parcelStar } from '../parcels.ts';
import { type Rig, startRig } from './rig.ts';

type BeforeStatement = (sql: string) => void | Promise<void>;
const nothing: BeforeStatement = () => undefined;
const problem = motoProblem();

describe.skipIf(problem !== undefined)(`a load through the Data API (${problem ?? 'stand-in'})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'load-test-'));
  let rig: Rig;
  /** Called before each statement that Redshift runs. */
  let before: BeforeStatement = nothing;
  let schemas = 0;

  beforeAll(async () => {
    rig = await startRig({ beforeStatement: (sql) => before(sql) });
  });
  afterAll(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true });
  });

  const batch = async (id: string, rows: readonly Parameters<typeof parcel>[0][]): Promise<LoadRequest> =>
    rig.inBucket(await parcelBatch(folder, id, rows.map(parcel)));
  /** A schema of a test's own, with the star's tables. */
  const migrated = async (): Promise<string> => {
    schemas += 1;
    const schema = `star${schemas}`;
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
      { schema },
    );
  const start = (request: LoadRequest, schema: string) =>
    rig.run(
      RedshiftLoads.use(({ startLoad }) => startLoad(request)),
      { schema },
    );
  const poll = (handle: LoadHandle, schema: string) =>
    rig.run(
      RedshiftLoads.use(({ pollLoad }) => pollLoad(handle)),
      { schema },
    );
  const untilLoaded = async (handle: LoadHandle, schema: string): Promise<LoadProgress> => {
    for (;;) {
      const progress = await poll(handle, schema);
      if (progress.state !== 'running') return progress;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('says what became of the rows, and is found', async () => {
    const schema = await migrated();
    const first = await batch('l1', [{ label: 'a' }, { label: 'b' }, { label: 'c', hour: 3 }]);
    const second = await batch('l2', [
      { label: 'b' },
      { label: 'c', pieces: 2 },
      { label: 'a', pieces: 9, hour: 1 },
      { label: 'd' },
    ]);
    const { seconds, ...result } = await load(first, schema);
    assert.deepStrictEqual(result, {
      alreadyLoaded: false,
      inserted: 3,
      corrected: 0,
      duplicates: 0,
      late: 0,
      measureCents: 1050n,
      bySource: {},
    });
    assert.isAbove(seconds, 0);
    const { inserted, corrected, duplicates, late, measureCents, bySource } = await load(second, schema);
    assert.deepStrictEqual([inserted, corrected, duplicates, late, measureCents], [1, 1, 1, 1, 1050n]);
    assert.deepStrictEqual(bySource, { 'raw/a.json': { corrected: 1, duplicates: 1, late: 1 } });
    const [found, all] = await rig.run(
      Warehouse.use((warehouse) =>
        Effect.all([warehouse.findBatch(parcelStar, 'sha-l2'), warehouse.batches(parcelStar)]),
      ),
      { schema },
    );
    assert.strictEqual(found?.batchId, 'l2');
    assert.strictEqual(found?.loadedAt, second.loadedAt);
    assert.deepStrictEqual(
      all.map(({ batchId }) => batchId),
      ['l1', 'l2'],
    );
  });

  it('loads a set of objects once, under whatever attempt', async () => {
    const schema = await migrated();
    const request = await batch('once', [{ label: 'a' }]);
    const first = await load(request, schema);
    const tables = await rig.tables(parcelStar, schema);
    const again = await load({ ...request, batchId: 'once-2', attempt: 2, fence: 4 }, schema);
    assert.deepStrictEqual({ ...again, seconds: 0 }, { ...first, alreadyLoaded: true, seconds: 0 });
    assert.deepStrictEqual(await rig.tables(parcelStar, schema), tables);
  });

  it('is started by one process and seen to its end by others, through a handle that is JSON', async () => {
    const schema = await migrated();
    const request = await batch('handed', [{ label: 'a' }]);
    const release = hold('MERGE');
    const handle = JSON.parse(JSON.stringify(await start(request, schema))) as LoadHandle;
    assert.deepStrictEqual(await poll(handle, schema), { state: 'running' });
    const second = await start(request, schema);
    assert.strictEqual(second.statementId, handle.statementId, 'the same load was started twice');
    release();
    const progress = await untilLoaded(handle, schema);
    assert.isTrue(progress.state === 'loaded' && !progress.result.alreadyLoaded);
    assert.strictEqual((await start(request, schema)).statementId, handle.statementId);
  });

  it('whose client died after COMMIT is known as loaded', async () => {
    const schema = await migrated();
    const request = await batch('orphan', [{ label: 'a' }]);
    const { statementId } = await start(request, schema);
    await rig.redshift.rows('SELECT 1');
    for (;;) {
      const [row] = await rig.redshift.rows(`SELECT COUNT(*) FROM ${schema}.etl_batch`);
      if (row![0] === '1') break;
    }
    const later = { ...request, fence: 9, loadedAt: '2026-05-03T00:00:00.000Z' };
    const { alreadyLoaded, inserted } = await load(later, schema);
    assert.deepStrictEqual([alreadyLoaded, inserted], [true, 1]);
    assert.isString(statementId);
  });

  it.each([
    [
      '1023',
      'ERROR: 1023\n  DETAIL: Serializable isolation violation on table - 1, transactions forming the cycle are: 1, 2 (pid:3)',
    ],
    ['a conflict', 'ERROR: could not complete because of conflict with concurrent transaction'],
    ['an OID', 'ERROR: could not open relation with OID 1234'],
    ['a deadlock', 'ERROR: deadlock detected'],
    ['a session that was cut', 'ERROR: connection to leader node was terminated'],
  ])('that %s stopped is started again, from its beginning', async (name, error) => {
    const schema = await migrated();
    const request = await batch(`again-${name.replaceAll(' ', '-')}`, [{ label: 'a' }]);
    let failures = 2;
    before = (sql) => {
      if (!sql.startsWith('INSERT INTO etl_batch (') || failures === 0) return;
      failures -= 1;
      throw new SqlError(error);
    };
    const { alreadyLoaded, inserted } = await load(request, schema);
    before = nothing;
    assert.deepStrictEqual([failures, alreadyLoaded, inserted], [0, false, 1]);
    assert.lengthOf((await rig.tables(parcelStar, schema))['fact_parcel']!, 1);
  });

  it('that keeps failing so fails as one to try again, and holds what it held', async () => {
    const schema = await migrated();
    const request = await batch('never', [{ label: 'a' }]);
    before = (sql) => {
      if (sql.startsWith('MERGE INTO fact_parcel')) throw new SqlError('ERROR: deadlock detected');
    };
    const error = await rig.run(
      Warehouse.use((warehouse) => Effect.flip(warehouse.load(request))),
      { schema, tries: 2 },
    );
    before = nothing;
    assert.instanceOf(error, WarehouseError);
    assert.strictEqual(error.reason, 'Busy');
    assert.isTrue(error.retryable);
    assert.strictEqual(error.statement?.step, 'merge fact_parcel');
    assert.match(error.statement?.sql ?? '', /^MERGE INTO fact_parcel/);
    assert.match(
      error.message,
      /^Another transaction changed the database sales of the Redshift workgroup sales/,
    );
    for (const rows of Object.values(await rig.tables(parcelStar, schema))) assert.isEmpty(rows);
  });

  it('that somebody stopped fails, and says so', async () => {
    const schema = await migrated();
    const request = await batch('stopped', [{ label: 'a' }]);
    const release = hold('MERGE');
    const handle = await start(request, schema);
    await rig.run(
      RedshiftLoads.use(({ cancelLoad }) => cancelLoad(handle)),
      { schema },
    );
    release();
    const error = await rig.run(
      Effect.gen(function* () {
        const { pollLoad } = yield* RedshiftLoads;
        return yield* Effect.flip(
          Effect.repeat(pollLoad(handle), { while: ({ state }) => state === 'running' }),
        );
      }),
      { schema },
    );
    assert.match(error.message, /was stopped in Redshift\. Nothing was loaded\./);
    assert.isFalse(error.retryable);
    const next = await start(request, schema);
    assert.strictEqual(next.tries, 2);
    assert.strictEqual((await untilLoaded(next, schema)).state, 'loaded');
  });

  it('refuses what the files do not hold, in the words of the embedded warehouse, and changes nothing', async () => {
    const schema = await migrated();
    const request = await batch('wrong', [{ label: 'a' }]);
    const rows = await refusal({ ...request, expected: { ...request.expected, factRows: 1023 } }, schema);
    assert.strictEqual(rows.reason, 'Assertion');
    assert.strictEqual(
      rows.message,
      'Batch wrong should bring 1023 rows to fact_parcel, but its files hold 1. Nothing was loaded. Make its gold files again.',
    );
    assert.isFalse(rows.retryable);
    assert.strictEqual(rows.statement?.step, 'assert what was staged');
    await load({ ...request, fence: 8 }, schema);
    const late = await refusal({ ...request, digest: 'other', batchId: 'late', fence: 7 }, schema);
    assert.strictEqual(late.reason, 'Fenced');
    assert.lengthOf((await rig.tables(parcelStar, schema))['fact_parcel']!, 1);
  });

  it('of files that are not as the manifest says fails, and names the file and what Redshift noted', async () => {
    const schema = await migrated();
    const request = await batch('torn', [{ label: 'a' }]);
    const [file] = request.fact;
    const size = await refusal({ ...request, fact: [{ ...file!, sizeBytes: file!.sizeBytes - 1 }] }, schema);
    assert.strictEqual(size.reason, 'BadFile');
    assert.match(
      size.message,
      /^The gold files of fact_parcel cannot be loaded: s3:\/\/lake\/gold\/torn-fact\.parquet, The object has \d+ bytes/,
    );
    const gone = await refusal(
      { ...request, fact: [{ ...file!, url: 's3://lake/gold/gone.parquet' }] },
      schema,
    );
    assert.match(gone.message, /does not exist\. Make the batch's gold files again\./);
    const long = await refusal(await batch('long', [{ label: 'a'.repeat(200) }]), schema);
    assert.strictEqual(long.reason, 'BadFile');
    assert.deepStrictEqual(
      long.files?.map(({ file, column }) => [file, column]),
      [['s3://lake/gold/long-fact.parquet', 'label']],
    );
    assert.match(
      long.message,
      /s3:\/\/lake\/gold\/long-fact\.parquet, column label, The length of the data column/,
    );
    for (const rows of Object.values(await rig.tables(parcelStar, schema))) assert.isEmpty(rows);
  });

  it('into a schema without tables says to migrate it first', async () => {
    const { reason, message } = await refusal(await batch('early', [{ label: 'a' }]), 'nowhere');
    assert.strictEqual(reason, 'OtherTables');
    assert.match(message, /has no etl_batch\. Migrate it first\./);
  });

  it('whose statements a day has forgotten is started again, unless it is loaded', async () => {
    const schema = await migrated();
    const request = await batch('forgotten', [{ label: 'a' }]);
    const handle = { ...(await start(request, schema)), statementId: '00000000-0000-0000-0000-000000000000' };
    await untilLoaded(await start(request, schema), schema);
    const loaded = await poll(handle, schema);
    assert.isTrue(loaded.state === 'loaded' && loaded.result.alreadyLoaded);
    const error = await rig.run(
      RedshiftLoads.use(({ pollLoad }) => Effect.flip(pollLoad({ ...handle, digest: 'another' }))),
      { schema },
    );
    assert.isTrue(error.retryable);
  });

  /** Holds back the statements that begin so; gives what lets them go on. */
  function hold(beginning: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    before = (sql) => (sql.startsWith(beginning) ? promise : undefined);
    return () => {
      before = nothing;
      resolve();
    };
  }
});
