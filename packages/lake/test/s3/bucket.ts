import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { emulatorRegion } from '@sales/emulators';
import type { S3BucketOptions } from '../../src/s3/index.ts';

/** A client for the stand-in at `endpoint`, with credentials that are valid nowhere. */
export function directClient(endpoint: string): S3Client {
  return new S3Client(access(endpoint));
}

/** Makes a bucket of its own for a test. What fails in it is tried again soon, four times in all. */
export async function newBucket(
  endpoint: string,
  { isVersioned = true }: { readonly isVersioned?: boolean } = {},
): Promise<S3BucketOptions> {
  const bucket = `lake-${randomUUID()}`;
  const client = directClient(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  if (isVersioned) {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  }
  client.destroy();
  const retry = { attempts: 4, baseDelayMs: 1, maximumDelayMs: 20 };
  return { ...access(endpoint), bucket, retry, partSizeBytes: 5 << 20 };
}

/** All that a bucket has, seen past the lake: what is there now, how many versions were made, what was left unfinished. */
export interface BucketContent {
  readonly objects: Readonly<Record<string, string>>;
  /** Of each key, removals among them. */
  readonly versions: Readonly<Record<string, number>>;
  readonly uploads: number;
}

/** Looks at a bucket. Contents are shortened to their length and first letters. */
export async function contentOf(endpoint: string, bucket: string): Promise<BucketContent> {
  const client = directClient(endpoint);
  const { Versions = [], DeleteMarkers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1000 }),
  );
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  const objects: Record<string, string> = {};
  const versions: Record<string, number> = {};
  for (const { Key = '', IsLatest, VersionId } of Versions) {
    versions[Key] = (versions[Key] ?? 0) + 1;
    if (!IsLatest) continue;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
    objects[Key] = shortened(await Body!.transformToString());
  }
  for (const { Key = '' } of DeleteMarkers) versions[Key] = (versions[Key] ?? 0) + 1;
  client.destroy();
  return { objects, versions, uploads: Uploads.length };
}

/** A text by its length and first letters. */
export function shortened(text: string): string {
  return `${text.length}: ${text.slice(0, 20)}`;
}

function access(endpoint: string) {
  const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
  return { endpoint, region: emulatorRegion, credentials };
}
