import { ListObjectsV2Command, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { keyProblem } from '../objectKey.ts';
import type { ObjectInfo } from '../objectStore.ts';
import { call, type Connection } from './connection.ts';
import { bareEtag } from './objectReading.ts';

/** An object has a name that cannot be one in the lake. */
export class UnusableKey extends Error {
  override readonly name = 'UnusableKey';
  readonly key: string;
  readonly problem: string;

  constructor(key: string, problem: string) {
    super(`${JSON.stringify(key)}: ${problem}`);
    this.key = key;
    this.problem = problem;
  }
}

/**
 * Lists the objects whose key begins with `prefix`, without names that begin with a dot and without the empty objects
 * that stand for folders. Any other name that the lake cannot have throws an `UnusableKey`: passing over it would lose
 * a file that somebody delivered.
 */
export async function listObjects(
  connection: Connection,
  prefix: string,
  signal?: AbortSignal,
): Promise<ObjectInfo[]> {
  const objects: ObjectInfo[] = [];
  const pages = connection.isVersioned
    ? versions(connection, prefix, signal)
    : currents(connection, prefix, signal);
  for await (const page of pages) {
    for (const object of page) {
      const { key, sizeBytes } = object;
      const isFolder = key.endsWith('/') && sizeBytes === 0;
      if (isFolder || key.split('/').some((segment) => segment.startsWith('.'))) continue;
      const problem = keyProblem(key);
      if (problem !== undefined) throw new UnusableKey(key, problem);
      objects.push(object);
    }
  }
  return objects;
}

/** Lists what is there now, page by page, as S3 has it. `version` is the etag. */
export async function* currents(
  { bucket, client }: Connection,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<ObjectInfo[], void> {
  let token: { ContinuationToken?: string } = {};
  for (;;) {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      EncodingType: 'url',
      ...token,
    });
    const page = await call('ListObjectsV2', client.send(command, signalled(signal)));
    yield (page.Contents ?? []).map(({ Key, Size, ETag, LastModified }) => ({
      key: decodeName(Key, page.EncodingType),
      sizeBytes: Size ?? 0,
      version: bareEtag(ETag),
      eventTimeMs: LastModified?.getTime() ?? 0,
    }));
    if (page.NextContinuationToken === undefined) return;
    token = { ContinuationToken: page.NextContinuationToken };
  }
}

/** Lists the newest version of what is there now, page by page. Only this listing of S3's tells version ids. */
async function* versions(
  { bucket, client }: Connection,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<ObjectInfo[], void> {
  let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const command = new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      EncodingType: 'url',
      ...marker,
    });
    const page = await call('ListObjectVersions', client.send(command, signalled(signal)));
    yield (page.Versions ?? [])
      .filter(({ IsLatest }) => IsLatest)
      .map(({ Key, Size, VersionId, LastModified }) => ({
        key: decodeName(Key, page.EncodingType),
        sizeBytes: Size ?? 0,
        version: VersionId ?? 'null',
        eventTimeMs: LastModified?.getTime() ?? 0,
      }));
    if (!page.IsTruncated) return;
    marker = {
      KeyMarker: decodeName(page.NextKeyMarker, page.EncodingType),
      ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
    };
  }
}

/** Keys come encoded, because not all of them can be written in XML. */
export function decodeName(name: string | undefined, encoding: string | undefined): string {
  return encoding === 'url' ? decodeURIComponent((name ?? '').replaceAll('+', ' ')) : (name ?? '');
}

function signalled(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}
