import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { emulatorRegion } from '@sales/emulators';
import type { S3BucketOptions } from '../../src/s3/index.ts';

/** How the stand-in at `endpoint` is reached, with credentials that are valid nowhere. */
function access(endpoint: string) {
  const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
  return { endpoint, region: emulatorRegion, credentials };
}

/** Makes a bucket of its own for a test. What fails in it is tried again soon. */
export async function newBucket(
  endpoint: string,
  { isVersioned = true }: { readonly isVersioned?: boolean } = {},
): Promise<S3BucketOptions> {
  const bucket = `lake-${randomUUID()}`;
  const client = new S3Client(access(endpoint));
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  if (isVersioned) {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  }
  client.destroy();
  return { ...access(endpoint), bucket, retry: { baseDelayMs: 1, maximumDelayMs: 20 } };
}
