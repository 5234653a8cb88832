import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { emulatorRegion } from '../sdkEnvironment.ts';
import { SqlError } from './errors.ts';

/** The objects that a COPY reads, through the SDK's own endpoint and credentials. */
export interface Bucket {
  readonly text: (url: string) => Promise<string>;
  /** Copies an object to a local file, and gives its size in bytes; undefined where there is none. */
  readonly download: (url: string, path: string) => Promise<number | undefined>;
  readonly list: (url: string) => Promise<readonly string[]>;
  readonly close: () => void;
}

/** Reads from S3 with the process' AWS variables, or from the endpoint given. */
export function openBucket(endpoint?: string): Bucket {
  const client = new S3Client({
    forcePathStyle: true,
    // A stand-in knows nobody, so that who starts one needs no account.
    ...(endpoint === undefined
      ? {}
      : {
          endpoint,
          region: emulatorRegion,
          credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' },
        }),
  });
  const get = async (url: string) => {
    try {
      return await client.send(new GetObjectCommand(locate(url)));
    } catch (cause) {
      if ((cause as Error).name === 'NoSuchKey') return undefined;
      const { name, message } = cause as Error;
      throw new SqlError(`ERROR: S3ServiceException:${message},Status 0,Error ${name},Key ${url}`, { cause });
    }
  };
  return {
    text: async (url) => {
      const object = await get(url);
      if (object === undefined)
        throw new SqlError(
          `ERROR: S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey,Key ${url}`,
        );
      return object.Body!.transformToString();
    },
    download: async (url, path) => {
      const object = await get(url);
      if (object === undefined) return undefined;
      const file = createWriteStream(path, { mode: 0o644 });
      await pipeline(object.Body as Readable, file);
      return file.bytesWritten;
    },
    list: async (url) => {
      const { Bucket, Key } = locate(url);
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
      return Contents.map((object) => `s3://${Bucket}/${object.Key!}`);
    },
    close: () => client.destroy(),
  };
}

function locate(url: string): { readonly Bucket: string; readonly Key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (bucket === undefined || key === undefined)
    throw new SqlError(`ERROR: The S3 path "${url}" is not valid`);
  return { Bucket: bucket, Key: key };
}
