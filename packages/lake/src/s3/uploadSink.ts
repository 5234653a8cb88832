import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { AbortMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ObjectInfo } from '../objectStore.ts';
import { call, type Connection } from './connection.ts';
import { findObject } from './objectReading.ts';
import { writeName } from './objectWriting.ts';
import { CallFailed } from './s3Error.ts';

/** An object being uploaded. It aborts itself when a step fails. */
export interface UploadSink {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly commit: () => Promise<ObjectInfo>;
  /** Removes the parts that were sent; resolves when that is done. */
  readonly abort: () => Promise<void>;
}

/** Begins an object that appears when it is committed: in one request if it is small, else in parts. */
export function openUpload(connection: Connection, key: string): UploadSink {
  const { bucket, client, partSizeBytes, partsAtOnce } = connection;
  const name = randomUUID();
  const feed = new PassThrough({ highWaterMark: partSizeBytes });
  const upload = new Upload({
    client: toleratingAborts(client),
    params: { Bucket: bucket, Key: key, Body: feed, Metadata: { [writeName]: name } },
    partSize: partSizeBytes,
    queueSize: partsAtOnce,
  });
  const done = call('CompleteMultipartUpload', upload.done());
  let state: 'open' | 'committed' | 'aborted' = 'open';
  const abort = async () => {
    if (state !== 'open') return;
    state = 'aborted';
    // The upload ends by the feed's failure, and not by its own `abort`, which does not wait until S3 has done it.
    feed.destroy(new Error('The object was given up.'));
    await done.catch(() => undefined);
  };
  done.catch(() => feed.destroy());
  const orAbort = async <A>(step: () => Promise<A>) => {
    if (state !== 'open') throw new TypeError(`The object "${key}" was already ${state}.`);
    try {
      return await step();
    } catch (cause) {
      await abort();
      throw cause;
    }
  };
  return {
    abort,
    write: (bytes) =>
      orAbort(async () => {
        // The bytes are sent later, and are the caller's again now.
        if (feed.destroyed || !feed.write(Buffer.from(bytes)))
          await Promise.race([done, once(feed, 'drain')]);
      }),
    commit: () =>
      orAbort(async () => {
        feed.end();
        const failed = await done.then(
          () => undefined,
          (cause: unknown) => cause,
        );
        const found = await findObject(connection, key);
        // An answer that was lost is asked for again, and then S3 knows the upload no more: it is there all the same.
        const isThere = found?.metadata[writeName] === name;
        if (failed !== undefined && !isThere) throw failed;
        if (!isThere)
          throw new CallFailed(
            'HeadObject',
            Object.assign(new Error('replaced'), { name: 'PreconditionFailed' }),
          );
        state = 'committed';
        const { metadata: _, etag: __, ...info } = found;
        return info;
      }),
  };
}

/** What an upload was aborted for matters, not that the aborting failed too. What that leaves, `removePrefix` removes. */
function toleratingAborts(client: S3Client): S3Client {
  const send = (command: Parameters<S3Client['send']>[0]) => {
    const sent = client.send(command);
    return command instanceof AbortMultipartUploadCommand ? sent.catch(() => undefined) : sent;
  };
  return Object.create(client, { send: { value: send } }) as S3Client;
}
