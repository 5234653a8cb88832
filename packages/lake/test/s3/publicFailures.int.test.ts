import { CreateMultipartUploadCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { type Emulator, type FaultProxy, motoProblem, startFaultProxy, startMoto } from '@sales/emulators';
import { Effect } from 'effect';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectStore, writeObject } from '../../src/index.ts';
import { s3Bucket, type S3BucketOptions } from '../../src/s3/index.ts';
import { contentOf, directClient, newBucket } from './bucket.ts';

// What others' lakes on S3 got wrong in public, each with the test that would have caught it.

const problem = motoProblem();

describe.skipIf(problem)(`on S3 as ${problem ?? 'moto'} has it, with three keys to a page,`, () => {
  let moto: Emulator;
  let proxy: FaultProxy;
  beforeAll(async () => {
    moto = await startMoto({ environment: { MOTO_S3_DEFAULT_MAX_KEYS: '3' } });
    proxy = await startFaultProxy(moto);
  });
  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });
  beforeEach(() => proxy.reset());

  /** Runs a program on a bucket through the proxy. */
  const on = <A, E>(
    options: S3BucketOptions,
    program: (lake: ObjectStore['Service']) => Effect.Effect<A, E, ObjectStore>,
  ) =>
    Effect.runPromise(
      ObjectStore.use(program).pipe(Effect.provide(s3Bucket({ ...options, endpoint: proxy.endpoint }))),
    );

  /** Puts an object under any key, as someone who knows nothing of the lake's rules. */
  const upload = async ({ bucket }: S3BucketOptions, Key: string, Body = '{}\n') => {
    const client = directClient(moto.endpoint);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    client.destroy();
  };

  /** Lets S3 say of one of two objects that it was not removed. */
  const refuse = (code: string) => {
    const error = `<Key>batch=1/b</Key><Code>${code}</Code><Message>Not now</Message>`;
    const body = `<DeleteResult><Error>${error}</Error></DeleteResult>`;
    proxy.inject({ call: 's3:DeleteObjects', fault: { status: 200, code, body } });
  };

  test.each([true, false])(
    'a listing goes on behind its first page, and so does a removal (versions: %s)',
    async (isVersioned) => {
      const bucket = await newBucket(moto.endpoint, { isVersioned });
      // Two writes of each, so that pages end between the versions of a key too.
      const keys = Array.from({ length: 10 }, (_, n) => `raw/sales/part-${n} +é.json`);
      for (const key of [...keys, ...keys]) await upload(bucket, key);
      await upload(bucket, 'raw/sales2/other.json');
      const listed = await on(bucket, (lake) => lake.list('raw/sales/'));
      expect(listed.map(({ key }) => key)).toEqual(keys);
      expect(proxy.calls.filter(({ name }) => name.startsWith('s3:List')).length).toBeGreaterThan(2);
      await on(bucket, (lake) => lake.removePrefix('raw/sales/'));
      expect(Object.keys((await contentOf(moto.endpoint, bucket.bucket)).objects)).toEqual([
        'raw/sales2/other.json',
      ]);
    },
  );

  test('an object whose key has an empty segment is told of, not passed over', async () => {
    const bucket = await newBucket(moto.endpoint);
    await upload(bucket, 'raw/sales//monday.json');
    const listing = on(bucket, (lake) => lake.list('raw/sales/'));
    await expect(listing).rejects.toMatchObject({
      _tag: 'LakeError',
      reason: 'InvalidKey',
      message: expect.stringContaining(
        '"raw/sales//monday.json" cannot be a name in the lake: it contains "//"',
      ),
    });
  });

  test('an object that stands for a folder is no file, and neither is a hidden one', async () => {
    const bucket = await newBucket(moto.endpoint);
    await upload(bucket, 'raw/sales/', '');
    await upload(bucket, 'raw/sales/.DS_Store');
    await upload(bucket, 'raw/sales/a.json');
    const listed = await on(bucket, (lake) => lake.list('raw/'));
    expect(listed.map(({ key }) => key)).toEqual(['raw/sales/a.json']);
  });

  test('an object that was deleted is absent, though its versions and a marker remain', async () => {
    const bucket = await newBucket(moto.endpoint);
    await on(bucket, (lake) =>
      Effect.gen(function* () {
        yield* lake.put('locks/load.json', 'first', { ifNoneMatch: '*' });
        yield* lake.remove('locks/load.json');
        expect(yield* lake.head('locks/load.json')).toBeUndefined();
        expect(yield* lake.get('locks/load.json')).toBeUndefined();
        expect(yield* lake.list('')).toEqual([]);
        const replacing = yield* Effect.flip(lake.put('locks/load.json', 'x', { ifMatch: 'feedbeef' }));
        expect(replacing._tag).toBe('PreconditionFailed');
        yield* lake.put('locks/load.json', 'second', { ifNoneMatch: '*' });
        const again = yield* Effect.flip(lake.put('locks/load.json', 'third', { ifNoneMatch: '*' }));
        expect(again._tag).toBe('PreconditionFailed');
      }),
    );
    expect((await contentOf(moto.endpoint, bucket.bucket)).versions).toEqual({ 'locks/load.json': 3 });
  });

  test('a removal of many that S3 answers with 200, though some were not removed, is not taken for done', async () => {
    const bucket = await newBucket(moto.endpoint);
    for (const key of ['batch=1/a', 'batch=1/b']) await upload(bucket, key);
    refuse('AccessDenied');
    await expect(on(bucket, (lake) => lake.removePrefix('batch=1/'))).rejects.toMatchObject({
      reason: 'Permission',
      message: expect.stringMatching(
        /^Cannot remove "batch=1\/" .*: Not now; grant this role s3:DeleteObject\.$/,
      ),
    });
    refuse('InternalError');
    await on(bucket, (lake) => lake.removePrefix('batch=1/'));
    // The proxy answered for both, S3 was only asked for the one that it was said to have kept.
    expect(Object.keys((await contentOf(moto.endpoint, bucket.bucket)).objects)).toEqual(['batch=1/a']);
  });

  test('an upload that S3 answers with 200 and an error in the body is completed again', async () => {
    const bucket = await newBucket(moto.endpoint);
    proxy.inject({ call: 's3:CompleteMultipartUpload', fault: { status: 200, code: 'InternalError' } });
    await on(bucket, () => writeObject('gold/big', (write) => write(new Uint8Array(6 << 20))));
    expect(proxy.calls.filter(({ operation }) => operation === 'CompleteMultipartUpload')).toHaveLength(2);
    expect(await contentOf(moto.endpoint, bucket.bucket)).toMatchObject({
      versions: { 'gold/big': 1 },
      uploads: 0,
    });
  });

  test('the parts of an upload whose writer was killed are removed with the batch', async () => {
    const bucket = await newBucket(moto.endpoint);
    // As it stands when the writer's process ends: begun, and neither completed nor aborted.
    const client = directClient(moto.endpoint);
    const upload = { Bucket: bucket.bucket, Key: 'gold/batch=1/part-00000.parquet' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
    await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'x' }));
    client.destroy();
    expect(await contentOf(moto.endpoint, bucket.bucket)).toMatchObject({ objects: {}, uploads: 1 });
    await on(bucket, (lake) => lake.removePrefix('gold/batch=2/'));
    expect((await contentOf(moto.endpoint, bucket.bucket)).uploads).toBe(1);
    await on(bucket, (lake) => lake.removePrefix('gold/batch=1/'));
    expect((await contentOf(moto.endpoint, bucket.bucket)).uploads).toBe(0);
  });
});
