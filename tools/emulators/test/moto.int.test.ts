import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, emulatorRegion, motoProblem, startMoto } from '../src/index.ts';

const problem = motoProblem();

describe.skipIf(problem)(`moto (${problem ?? 'installed'})`, () => {
  let moto: Emulator;
  let s3: S3Client;
  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
    s3 = new S3Client({ endpoint: moto.endpoint, region: emulatorRegion, credentials });
    await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  });
  afterAll(() => moto.stop());

  test('keeps what an SDK puts', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'a', Body: 'text' }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'a' }));
    expect(await Body?.transformToString()).toBe('text');
  });

  test('lets one of many writers at once create an object', async () => {
    for (let round = 0; round < 5; round++) {
      const Key = `once-${round}`;
      const outcomes = await Promise.allSettled(
        Array.from({ length: 16 }, (_, n) =>
          s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body: `${n}`, IfNoneMatch: '*' })),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  test('is found by a program through its environment alone, and each server has a world of its own', async () => {
    const other = await startMoto();
    try {
      const program = `
        import { S3Client, ListBucketsCommand } from '@aws-sdk/client-s3';
        console.log((await new S3Client().send(new ListBucketsCommand())).Buckets.length);`;
      const buckets = async ({ environment }: Emulator) => {
        const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
          cwd: import.meta.dirname,
          env: { PATH: process.env['PATH'], ...environment },
        });
        return Number((await run).stdout);
      };
      expect(await buckets(moto)).toBe(1);
      expect(await buckets(other)).toBe(0);
    } finally {
      await other.stop();
    }
    await expect(fetch(other.endpoint)).rejects.toThrow('fetch failed');
  });
});
