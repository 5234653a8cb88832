import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Emulator,
  emulatorRegion,
  type Fault,
  type FaultProxy,
  motoProblem,
  startFaultProxy,
  startMoto,
} from '../../src/index.ts';

const problem = motoProblem();

describe.skipIf(problem)(`a proxy before ${problem ?? 'moto'}`, () => {
  let moto: Emulator;
  let proxy: FaultProxy;
  let s3: S3Client;
  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto);
    const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
    const access = { region: emulatorRegion, credentials, maxAttempts: 1 };
    // Moto takes its time over the first call of a service.
    const direct = new S3Client({ ...access, endpoint: moto.endpoint });
    await direct.send(new CreateBucketCommand({ Bucket: 'lake' }));
    direct.destroy();
    s3 = new S3Client({ ...access, endpoint: proxy.endpoint, requestHandler: { socketTimeout: 1500 } });
  });
  afterAll(async () => {
    s3.destroy();
    await proxy.stop();
    await moto.stop();
  });
  beforeEach(() => proxy.reset());

  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body }));
  const get = async (Key: string) =>
    (await s3.send(new GetObjectCommand({ Bucket: 'lake', Key }))).Body!.transformToString();
  const meets = (fault: Fault) => proxy.inject({ call: 's3:*', fault });

  test('passes on what meets no fault, and records it', async () => {
    await put('a b/é+&', 'text');
    expect(await get('a b/é+&')).toBe('text');
    expect(proxy.calls.map(({ name }) => name)).toEqual(['s3:PutObject', 's3:GetObject']);
  });

  test.each<[Fault, string]>([
    ['throttle', 'SlowDown'],
    ['internal-error', 'InternalError'],
    ['access-denied', 'AccessDenied'],
    ['expired-token', 'ExpiredToken'],
    ['not-found', 'NoSuchBucket'],
    [{ status: 409, code: 'ConditionalRequestConflict' }, 'ConditionalRequestConflict'],
    ['timeout', 'TimeoutError'],
  ])('lets a call meet %s, which an SDK calls %s, and the next one not', async (fault, name) => {
    const key = `by ${name}`;
    meets(fault);
    await expect(put(key, 'text')).rejects.toThrow(expect.objectContaining({ name }));
    await expect(get(key)).rejects.toThrow(expect.objectContaining({ name: 'NoSuchKey' }));
    await put(key, 'text');
    expect(proxy.calls.map((call) => call.fault)).toEqual([fault, undefined, undefined]);
  });

  test('answers HEAD without a body', async () => {
    meets('access-denied');
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'lake', Key: 'a' }))).rejects.toThrow(
      expect.objectContaining({ $metadata: expect.objectContaining({ httpStatusCode: 403 }) }),
    );
  });

  test('loses the answer to what was done', async () => {
    meets('lost-answer');
    await expect(put('lost', 'text')).rejects.toThrow(expect.objectContaining({ code: 'ECONNRESET' }));
    expect(await get('lost')).toBe('text');
  });

  test('cuts an answer in the middle', async () => {
    await put('long', 'x'.repeat(1_000_000));
    meets('cut');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'long' }));
    let received = 0;
    const reading = async () => {
      for await (const chunk of Body as AsyncIterable<Uint8Array>) received += chunk.length;
    };
    await expect(reading()).rejects.toThrow('aborted');
    expect(received).toBe(500_000);
  });

  test('delays an answer', async () => {
    const startedAt = performance.now();
    meets({ delayMs: 200 });
    await put('late', 'text');
    expect(performance.now() - startedAt).toBeGreaterThan(190);
  });

  test('counts calls by rule', async () => {
    proxy.inject({ call: 's3:PutObject', fault: 'throttle', nth: 2, times: 2 });
    proxy.inject({ call: ({ path }) => path.includes('secret'), fault: 'access-denied', times: Infinity });
    const outcomes: string[] = [];
    for (const key of ['a', 'b', 'secret', 'c', 'secret']) {
      outcomes.push(
        await put(key, 'x').then(
          () => 'done',
          (error: Error) => error.name,
        ),
      );
    }
    expect(outcomes).toEqual(['done', 'SlowDown', 'SlowDown', 'done', 'AccessDenied']);
  });

  test('speaks the protocols of other services', async () => {
    const ask = (service: string, headers: Record<string, string>, body: string) =>
      fetch(proxy.endpoint, {
        method: 'POST',
        headers: { authorization: authorization(service), ...headers },
        body,
      });
    proxy.inject({ call: 'glue:StartCrawler', fault: 'throttle' });
    const glue = await ask('glue', { 'x-amz-target': 'AWSGlue.StartCrawler' }, '{"Name":"raw"}');
    expect([glue.status, await glue.json()]).toMatchObject([400, { __type: 'ThrottlingException' }]);
    proxy.inject({ call: 'sns:Publish', fault: 'not-found' });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const sns = await ask('sns', form, 'Action=Publish&Message=x');
    expect([sns.status, await sns.text()]).toEqual([404, expect.stringContaining('<Code>NotFound</Code>')]);
    const topics = await ask('sns', form, 'Action=ListTopics&Version=2010-03-31');
    expect([topics.status, await topics.text()]).toEqual([
      200,
      expect.stringContaining('ListTopicsResponse'),
    ]);
  });
});

function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=emulator/20261127/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`;
}
