import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { defaultRetry, type RetryOptions, retryStrategy } from './retryStrategy.ts';
import { CallFailed } from './s3Error.ts';

/** Which bucket is the lake, and how it is reached. What is left out is as the AWS SDK finds it in its environment. */
export interface S3BucketOptions {
  readonly bucket: string;
  readonly region?: string;
  /** Another endpoint than the region's, such as a stand-in's. */
  readonly endpoint?: string;
  readonly credentials?: NonNullable<S3ClientConfig['credentials']>;
  /** How long a connection may be silent before the call counts as failed. Default: 20 seconds. */
  readonly idleTimeoutMs?: number;
  readonly retry?: Partial<RetryOptions>;
  /**
   * A big object is sent in parts of this size, at least 5 MiB; S3 takes 10,000 of them. Default: 8 MiB, which allows
   * objects of 78 GiB.
   */
  readonly partSizeBytes?: number;
  /** How many parts of one object are on their way at once. Default: 4. */
  readonly partsAtOnce?: number;
}

/** An open bucket. */
export interface Connection {
  readonly bucket: string;
  /** Whether S3 keeps every version: then a version id names one, and else the etag does. */
  readonly isVersioned: boolean;
  readonly client: S3Client;
  readonly retry: RetryOptions;
  readonly partSizeBytes: number;
  readonly partsAtOnce: number;
}

const connectionTimeoutMs = 5000;

/** Makes the client. Every call of the lake goes through it, and so through one strategy of repeating. */
export function connect(options: S3BucketOptions): Omit<Connection, 'isVersioned'> {
  const { bucket, region, endpoint, credentials, idleTimeoutMs = 20_000 } = options;
  const retry = { ...defaultRetry, ...options.retry };
  const client = new S3Client({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    retryStrategy: retryStrategy(retry),
    maxAttempts: retry.attempts,
    requestHandler: { connectionTimeout: connectionTimeoutMs, socketTimeout: idleTimeoutMs },
    // It would open a connection of its own for each part.
    expectContinueHeader: false,
    // A stream that breaks is resumed in its middle, where the checksum of the whole object cannot be checked.
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const { partSizeBytes = 8 * 1024 * 1024, partsAtOnce = 4 } = options;
  return { bucket, client, retry, partSizeBytes, partsAtOnce };
}

/** Makes one call, and tells its failure from a bug. */
export async function call<A>(operation: string, sent: Promise<A>): Promise<A> {
  try {
    return await sent;
  } catch (cause) {
    throw new CallFailed(operation, cause);
  }
}
