import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { ByteRange, ObjectInfo } from '../objectStore.ts';
import { call, type Connection } from './connection.ts';
import { failureOf, isError } from './failure.ts';
import { retryDelayMs } from './retryStrategy.ts';
import { CallFailed } from './s3Error.ts';

/** The object is no longer the one that was asked for. */
export class ObjectChanged extends Error {
  override readonly name = 'ObjectChanged';
}

/** An object found, with the etag that conditional writes compare. */
export interface FoundObject extends ObjectInfo {
  readonly etag: string;
  /** What we noted about the write that made it. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Looks at an object; undefined if there is none, or only the marker of a deletion. */
export async function findObject(
  connection: Connection,
  key: string,
  signal?: AbortSignal,
): Promise<FoundObject | undefined> {
  const { bucket, client, isVersioned } = connection;
  const options = signal === undefined ? {} : { abortSignal: signal };
  try {
    const found = await call(
      'HeadObject',
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), options),
    );
    return foundObject(key, found, isVersioned);
  } catch (failed) {
    if (!(failed instanceof CallFailed) || failureOf(failed.cause).isTransient) throw failed;
    if (!(await isThere(connection, key, options))) return undefined;
    // Written since it was looked for.
    if (isError(failed.cause, ['NotFound'], 404)) return findObject(connection, key, signal);
    throw failed;
  }
}

/** Asks by GET, whose answer has a body to tell in what is wrong: after HEAD, a missing bucket looks like a missing object. */
async function isThere(
  { bucket, client }: Connection,
  key: string,
  options: { readonly abortSignal?: AbortSignal },
): Promise<boolean> {
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' });
    const { Body } = await call('GetObject', client.send(command, options));
    (Body as Readable | undefined)?.destroy();
    return true;
  } catch (failed) {
    // An object without bytes is there.
    if (failed instanceof CallFailed && isError(failed.cause, ['InvalidRange'], 416)) return true;
    if (failed instanceof CallFailed && isError(failed.cause, ['NoSuchKey'])) return false;
    throw failed;
  }
}

/** An object that is being read. */
export interface OpenObject {
  readonly etag: string;
  /** Can be read once; a broken connection is taken up where it broke. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Begins to read a range of an object, or of one version of it. Throws an `ObjectChanged` if that version is not
 * there, now or later on the way.
 */
export async function openObject(
  connection: Connection,
  key: string,
  range: ByteRange,
  signal?: AbortSignal,
): Promise<OpenObject> {
  const { start, end: asked, version } = range;
  // Of nothing one byte is asked for, because only an object that is there can be read nothing of.
  const isEmpty = asked !== undefined && asked <= start;
  const wanted = { start, ...(asked === undefined ? {} : { end: isEmpty ? start + 1 : asked }) };
  const first = await getObject(connection, key, { ...wanted, ...pinned(connection, version) }, signal);
  const etag = bareEtag(first?.ETag);
  if (isEmpty) (first?.Body as Readable | undefined)?.destroy();
  if (first === undefined || isEmpty) return { etag, chunks: nothing() };
  const end = start + (first.ContentLength ?? 0);
  // From here on it is this version, whatever was asked for.
  const pin: Pin = {
    ifMatch: etag,
    ...(connection.isVersioned ? { versionId: first.VersionId ?? 'null' } : {}),
  };
  return { etag, chunks: readOn(connection, key, first, { start, end, ...pin }) };
}

/** Reads a small object whole; undefined if there is none. */
export async function readObject(connection: Connection, key: string, signal?: AbortSignal) {
  for (let attempt = 1; ; attempt++) {
    try {
      const { etag, chunks } = await openObject(connection, key, { start: 0 }, signal);
      return { bytes: await collect(chunks), etag };
    } catch (failed) {
      if (failed instanceof CallFailed && isError(failed.cause, ['NoSuchKey'])) return undefined;
      // Broke off and was replaced before it could be taken up: no version was asked for, so the new one will do.
      if (!(failed instanceof ObjectChanged) || attempt >= connection.retry.attempts) throw failed;
    }
  }
}

/** Reads a range into one buffer. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  const bytes = Buffer.concat(all);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What a request insists on: a version by its id where S3 keeps them all, and that the etag is still this one. */
interface Pin {
  readonly versionId?: string;
  readonly ifMatch?: string;
}

interface PinnedRange extends Pin {
  readonly start: number;
  readonly end?: number;
}

function pinned({ isVersioned }: Connection, version: string | undefined): Pin {
  if (version === undefined) return {};
  return isVersioned ? { versionId: version } : { ifMatch: version };
}

/** Asks for a range; undefined if it begins at the object's end or behind it. */
async function getObject(
  { bucket, client }: Connection,
  key: string,
  { start, end, versionId, ifMatch }: PinnedRange,
  signal?: AbortSignal,
): Promise<GetObjectCommandOutput | undefined> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    // Asked for from its start to its end, an empty object is an object; asked for a range, it is an error.
    ...(start === 0 && end === undefined
      ? {}
      : { Range: `bytes=${start}-${end === undefined ? '' : end - 1}` }),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
    ...(ifMatch === undefined ? {} : { IfMatch: `"${ifMatch}"` }),
  });
  try {
    return await call('GetObject', client.send(command, signal === undefined ? {} : { abortSignal: signal }));
  } catch (failed) {
    if (!(failed instanceof CallFailed)) throw failed;
    if (isError(failed.cause, ['InvalidRange'], 416)) return undefined;
    if (isError(failed.cause, ['NoSuchVersion'], 412))
      throw new ObjectChanged(failed.message, { cause: failed.cause });
    throw failed;
  }
}

/** Reads from the answer at hand, and from new ones for what is left when it breaks off. */
async function* readOn(
  connection: Connection,
  key: string,
  first: GetObjectCommandOutput,
  range: PinnedRange & { readonly end: number },
): AsyncGenerator<Uint8Array, void> {
  const { retry } = connection;
  let answer = first;
  let { start } = range;
  for (let failures = 0; ; ) {
    try {
      for await (const chunk of answer.Body as AsyncIterable<Uint8Array>) {
        start += chunk.length;
        failures = 0;
        yield chunk;
      }
      if (start >= range.end) return;
      throw Object.assign(new Error('The answer ended early.'), { code: 'ECONNRESET' });
    } catch (cause) {
      const failure = failureOf(cause);
      failures++;
      if (!failure.isTransient || failures >= retry.attempts) throw new CallFailed('GetObject', cause);
      await sleep(retryDelayMs(failures, failure, retry));
    }
    if (start >= range.end) return;
    const next = await getObject(connection, key, { ...range, start });
    if (next === undefined) throw new ObjectChanged('It has become shorter.');
    answer = next;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

/** An object as an answer's headers describe it. S3 tells time in whole seconds. */
function foundObject(key: string, found: HeadObjectCommandOutput, isVersioned: boolean): FoundObject {
  const etag = bareEtag(found.ETag);
  return {
    key,
    sizeBytes: found.ContentLength ?? 0,
    version: isVersioned ? (found.VersionId ?? 'null') : etag,
    eventTimeMs: found.LastModified?.getTime() ?? 0,
    etag,
    metadata: found.Metadata ?? {},
  };
}

/** S3 gives etags in quotes. */
export function bareEtag(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}
