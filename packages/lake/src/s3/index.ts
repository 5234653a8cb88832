export type { S3BucketOptions } from './connection.ts';
export type { RetryOptions } from './retryStrategy.ts';
export { s3Bucket } from './s3Bucket.ts';
