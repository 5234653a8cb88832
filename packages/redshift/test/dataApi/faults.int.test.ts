import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, motoProblem } from '@sales/emulators';
import { ApiError } from '@sales/emulators/redshift';
import { type LoadRequest, Warehouse, type WarehouseError } from '@sales/warehouse';
import { Effect } from 'effect';
import { afterAll, afterEach, assert, beforeAll, describe, it } from 'vitest';
import { parcel, parcelBatch, parcelStar } from '../parcels.ts';
import { type Rig, startRig } from './rig.ts';

const problem = motoProblem();
const always = Number.POSITIVE_INFINITY;

describe.skipIf(problem !== undefined)(`a load whose calls go wrong (${problem ?? 'stand-in'})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-test-'));
  let rig: Rig;
  let batches = 0;
  let secretFault: ApiError | undefined;

  beforeAll(async () => {
    rig = await startRig({
      readSecret: () => (secretFault === undefined ? Promise.resolve() : Promise.reject(secretFault)),
    });
    await rig.run(Warehouse.use((warehouse) => warehouse.migrate(parcelStar)));
  });
  afterEach(() => {
    rig.proxy.reset();
    secretFault = undefined;
  });
  afterAll(async () => {
    await rig.stop();
    rmSync(folder, { recursive: true });
  });

  const nextBatch = async (): Promise<LoadRequest> => {
    batches += 1;
    return rig.inBucket(
      await parcelBatch(folder, `f${batches}`, [
        parcel({ label: `f${batches}` }),
        parcel({ label: 'all', hour: batches }),
      ]),
    );
  };
  const load = (request: LoadRequest) => rig.run(Warehouse.use((warehouse) => warehouse.load(request)));
  const refusal = (request: LoadRequest, changes: object = {}): Promise<WarehouseError> =>
    rig.run(
      Warehouse.use((warehouse) => Effect.flip(warehouse.load(request))),
      { tries: 1, ...changes },
    );
  /** Asserts that every batch so far is loaded exactly once. */
  const assertLoadedOnce = async (): Promise<void> => {
    assert.deepStrictEqual(
      await rig.redshift.rows('SELECT COUNT(*), COUNT(DISTINCT digest), SUM(inserted) FROM star.etl_batch'),
      [[String(batches), String(batches), String(batches + 1)]],
    );
    assert.deepStrictEqual(await rig.redshift.rows('SELECT COUNT(*) FROM star.fact_parcel'), [
      [String(batches + 1)],
    ]);
  };

  describe.each(['BatchExecuteStatement', 'DescribeStatement', 'GetStatementResult'])('%s', (operation) => {
    const call = `redshift-data:${operation}`;
    it.each<Fault>(['throttle', 'internal-error', 'lost-answer', 'cut', 'timeout'])(
      'that meets %s is called again, and the batch is loaded once',
      async (fault) => {
        rig.proxy.inject({ call, fault });
        rig.proxy.inject({ call, nth: 3, fault });
        await load(await nextBatch());
        assert.isNotEmpty(rig.proxy.calls.filter((made) => made.name === call && made.fault !== undefined));
        await assertLoadedOnce();
      },
    );

    it.each<[Fault, RegExp]>([
      [
        'access-denied',
        /^The role of this program may not use the database sales of the Redshift workgroup sales/,
      ],
      ['expired-token', /^The AWS credentials for the .* are missing, expired or invalid\. Sign in again/],
    ])(
      'that meets %s fails at once, says what to do, and loads the batch once when that is done',
      async (fault, said) => {
        rig.proxy.inject({ call, times: always, fault });
        const request = await nextBatch();
        const error = await refusal(request);
        assert.strictEqual(error.reason, 'CannotOpen');
        assert.isFalse(error.retryable);
        assert.match(error.message, said);
        assert.lengthOf(
          rig.proxy.calls.filter((made) => made.fault !== undefined),
          1,
        );
        rig.proxy.reset();
        await load(request);
        await assertLoadedOnce();
      },
    );
  });

  it('fails as unavailable where nothing answers, and can be loaded later', async () => {
    rig.proxy.inject({ call: 'redshift-data:*', times: always, fault: 'cut' });
    const request = await nextBatch();
    const error = await refusal(request);
    assert.strictEqual(error.reason, 'Unavailable');
    assert.isTrue(error.retryable);
    assert.match(error.message, /did not answer BatchExecuteStatement .* check the network and AWS_REGION/);
    rig.proxy.reset();
    await load(request);
    await assertLoadedOnce();
  });

  it('waits where as many statements run as may', async () => {
    const code = 'ActiveStatementsExceededException';
    rig.proxy.inject({ call: 'redshift-data:BatchExecuteStatement', fault: { status: 400, code } });
    const { inserted } = await load(await nextBatch());
    assert.strictEqual(inserted, 1);
    await assertLoadedOnce();
  });

  it.each([
    ['is not there', "Secrets Manager can't find the specified secret.", /does not exist/],
    ['may not be read', 'Access to the secret is not authorized.', /Allow secretsmanager:GetSecretValue/],
  ])('fails where its secret %s', async (_, message, said) => {
    secretFault = new ApiError('ValidationException', message);
    const error = await refusal(await nextBatch(), {
      secretArn: 'arn:aws:secretsmanager:us-east-1:1:secret:x',
    });
    batches -= 1;
    assert.strictEqual(error.reason, 'CannotOpen');
    assert.match(error.message, said);
  });

  it.each([
    [{ warehouse: { workgroup: 'other' } }, /^There is no Redshift workgroup other in this region/],
    [{ warehouse: { cluster: 'other' } }, /^There is no Redshift cluster other in this region/],
    [{ database: 'other' }, /^There is no database other of the Redshift workgroup sales/],
  ])('fails where %j names nothing', async (changes, said) => {
    const request = await nextBatch();
    const error = await refusal(request, changes);
    batches -= 1;
    assert.strictEqual(error.reason, 'CannotOpen');
    assert.match(error.message, said);
  });

  it('fails where its manifests cannot be written, as the lake says', async () => {
    const request = await nextBatch();
    const error = await refusal(request, {
      writeManifest: () => Effect.fail(Object.assign(new Error('The bucket is full.'), { retryable: true })),
    });
    assert.strictEqual(error.reason, 'Unavailable');
    assert.match(
      error.message,
      /^The manifest s3:\/\/lake\/runs\/f\d+\/copy\/stage_\w+\.manifest\.json, .* cannot be written: The bucket is full\.$/,
    );
    assert.isEmpty(rig.proxy.calls);
    await load(request);
    await assertLoadedOnce();
  });
});
