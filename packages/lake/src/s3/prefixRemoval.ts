import { setTimeout as sleep } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
} from '@aws-sdk/client-s3';
import { call, type Connection } from './connection.ts';
import { failureOf, isError } from './failure.ts';
import { currents, decodeName } from './listing.ts';
import { retryDelayMs } from './retryStrategy.ts';
import { CallFailed } from './s3Error.ts';

/** Removes every object below a prefix, and the parts of those that were never finished. */
export async function removeObjects(connection: Connection, prefix: string): Promise<void> {
  // Uploads first, so that nobody can finish one behind our back.
  await abortUploads(connection, prefix);
  for await (const page of currents(connection, prefix)) {
    if (page.length > 0)
      await removeKeys(
        connection,
        page.map(({ key }) => key),
      );
  }
}

async function abortUploads({ bucket, client }: Connection, prefix: string): Promise<void> {
  let marker: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const command = new ListMultipartUploadsCommand({
      Bucket: bucket,
      Prefix: prefix,
      EncodingType: 'url',
      ...marker,
    });
    const page = await call('ListMultipartUploads', client.send(command));
    for (const { Key, UploadId } of page.Uploads ?? []) {
      const upload = { Bucket: bucket, Key: decodeName(Key, page.EncodingType), UploadId };
      await call('AbortMultipartUpload', client.send(new AbortMultipartUploadCommand(upload))).catch(
        (failed) => {
          // Its writer has just finished it, or given it up.
          if (!(failed instanceof CallFailed) || !isError(failed.cause, ['NoSuchUpload'])) throw failed;
        },
      );
    }
    if (!page.IsTruncated) return;
    marker = {
      KeyMarker: decodeName(page.NextKeyMarker, page.EncodingType),
      ...(page.NextUploadIdMarker === undefined ? {} : { UploadIdMarker: page.NextUploadIdMarker }),
    };
  }
}

/** Removes up to 1,000 objects. S3 answers 200 also when it removed none of them, and says so of each. */
async function removeKeys({ bucket, client, retry }: Connection, keys: readonly string[]): Promise<void> {
  let left = keys;
  for (let attempt = 1; ; attempt++) {
    const Delete = { Quiet: true, Objects: left.map((Key) => ({ Key })) };
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete });
    const { Errors = [] } = await call('DeleteObjects', client.send(command));
    if (Errors.length === 0) return;
    const causes = Errors.map(({ Code = '', Message = '' }) => keyError(Code, Message));
    const failures = causes.map(failureOf);
    const terminal = failures.findIndex(({ isTransient }) => !isTransient);
    if (terminal >= 0 || attempt >= retry.attempts)
      throw new CallFailed('DeleteObjects', causes[Math.max(terminal, 0)]);
    left = Errors.flatMap(({ Key }) => Key ?? []);
    await sleep(retryDelayMs(attempt, failures[0]!, retry));
  }
}

/** An error of one key, in the form in which the SDK gives errors of whole calls. */
function keyError(code: string, message: string): Error {
  const $metadata = code === 'AccessDenied' ? { httpStatusCode: 403 } : {};
  return Object.assign(new Error(message), { name: code, $metadata });
}
