import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import { Effect, Layer } from 'effect';
import { afterAll, beforeAll, describe } from 'vitest';
import { s3Bucket } from '../../src/s3/index.ts';
import { objectStoreContract } from '../objectStoreContract.ts';
import { newBucket } from './bucket.ts';

const problem = motoProblem();

describe.skipIf(problem)(`Amazon S3 as ${problem ?? 'moto'} has it`, () => {
  let moto: Emulator;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  const layer = (isVersioned: boolean) => () =>
    Layer.unwrap(Effect.promise(async () => s3Bucket(await newBucket(moto.endpoint, { isVersioned }))));
  objectStoreContract('a bucket with versions', layer(true), {
    isEveryWriteAVersion: true,
    keepsVersions: true,
  });
  objectStoreContract('a bucket without versions', layer(false), {
    isEveryWriteAVersion: false,
    keepsVersions: false,
  });
});
