import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutCondition } from '../objectStore.ts';
import { call, type Connection } from './connection.ts';
import { attemptsOf, isError } from './failure.ts';
import { bareEtag, findObject } from './objectReading.ts';
import { CallFailed } from './s3Error.ts';

/**
 * Each write leaves a name of its own with the object. When an answer is lost and the write is repeated, the repetition
 * of a conditional write may be refused because the first one had arrived: this tells that case from another's write.
 */
export const writeName = 'sales-write';

/** Writes a small object and returns its etag; undefined if the condition does not hold. */
export async function putObject(
  connection: Connection,
  key: string,
  bytes: Uint8Array,
  condition: PutCondition | undefined,
): Promise<string | undefined> {
  const { bucket, client } = connection;
  const name = randomUUID();
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    Metadata: { [writeName]: name },
    ...conditionOf(condition),
  });
  try {
    return bareEtag((await call('PutObject', client.send(command))).ETag);
  } catch (failed) {
    if (condition === undefined || !isRefusal(failed)) throw failed;
    if (attemptsOf(failed.cause) === 1) return undefined;
    const found = await findObject(connection, key);
    return found?.metadata[writeName] === name ? found.etag : undefined;
  }
}

/** Removes an object, given an etag only the one that has it, and answers whether it did. */
export async function removeObject(
  { bucket, client }: Connection,
  key: string,
  etag: string | undefined,
): Promise<boolean> {
  const condition = etag === undefined ? {} : { IfMatch: `"${etag}"` };
  try {
    await call(
      'DeleteObject',
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, ...condition })),
    );
    return true;
  } catch (failed) {
    if (etag === undefined || !isRefusal(failed)) throw failed;
    // Gone, after a removal whose answer was lost: that removal did it.
    return attemptsOf(failed.cause) > 1 && isError(failed.cause, ['NoSuchKey']);
  }
}

/** 412, or 404 where S3 finds nothing under the key that it could compare. */
function isRefusal(failed: unknown): failed is CallFailed {
  return failed instanceof CallFailed && isError(failed.cause, ['PreconditionFailed', 'NoSuchKey'], 412);
}

function conditionOf(condition: PutCondition | undefined) {
  if (condition === undefined) return {};
  return 'ifMatch' in condition ? { IfMatch: `"${condition.ifMatch}"` } : { IfNoneMatch: '*' };
}
