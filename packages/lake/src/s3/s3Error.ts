import { LakeError } from '../errors.ts';
import { failureOf } from './failure.ts';

/** What was being done, to what; `key` may be a prefix. */
export interface Place {
  readonly bucket: string;
  readonly action: 'open' | 'list' | 'read' | 'write' | 'remove';
  readonly key: string;
}

/** A call to S3 that failed for good. Anything else that is thrown is a bug. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  /** The operation, such as `GetObject`. */
  readonly operation: string;

  constructor(operation: string, cause: unknown) {
    super(`${operation} failed`, { cause });
    this.operation = operation;
  }
}

/** What each operation needs to be allowed, as IAM calls it. */
const permissions: Record<string, string> = {
  GetBucketVersioning: 's3:GetBucketVersioning',
  ListObjectsV2: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  // Without s3:ListBucket, S3 says that access is denied where an object is merely absent.
  HeadObject: 's3:GetObject, s3:GetObjectVersion and s3:ListBucket',
  GetObject: 's3:GetObject, s3:GetObjectVersion and s3:ListBucket',
  PutObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  DeleteObject: 's3:DeleteObject and s3:GetObject',
  DeleteObjects: 's3:DeleteObject',
};

/** Says in one sentence which call failed on which object, why, and what to do. */
export function s3Error({ operation, cause }: CallFailed, place: Place): LakeError {
  const { reason, problem, nextStep } = failureOf(cause);
  const step =
    reason === 'Permission'
      ? `grant this role ${permissions[operation] ?? `the right to ${operation}`}`
      : nextStep;
  return lakeError(reason, `${problem}; ${step}`, place, cause);
}

/** The error for an object that is not the one that was asked for. */
export function changedError(place: Place, cause?: unknown): LakeError {
  return lakeError(
    'Changed',
    'it was changed since it was found; run again to take what is there now',
    place,
    cause,
  );
}

function lakeError(
  reason: LakeError['reason'],
  what: string,
  { bucket, action, key }: Place,
  cause: unknown,
): LakeError {
  const object =
    action === 'open' || key === '' ? `the bucket ${bucket}` : `"${key}" in the bucket ${bucket}`;
  return new LakeError({ reason, key, message: `Cannot ${action} ${object}: ${what}.`, cause });
}
