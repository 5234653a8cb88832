import { describe, expect, test } from 'vitest';
import { serviceCallOf } from '../../src/faults/serviceCall.ts';

function callOf(
  service: string,
  method: string,
  url: string,
  extra: Record<string, string> = {},
  body = '',
): string {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20261127/us-east-1/${service}/aws4_request, SignedHeaders=host`;
  const headers = { authorization, ...extra };
  return serviceCallOf({ method, url, headers, body: Buffer.from(body) }).name;
}

describe('the name of a call', () => {
  test.each([
    ['GET', '/', 'ListBuckets'],
    ['PUT', '/lake', 'CreateBucket'],
    ['HEAD', '/lake', 'HeadBucket'],
    ['GET', '/lake?list-type=2&prefix=a%2F', 'ListObjectsV2'],
    ['GET', '/lake/?versions&prefix=', 'ListObjectVersions'],
    ['GET', '/lake?uploads', 'ListMultipartUploads'],
    ['GET', '/lake?versioning', 'GetBucketVersioning'],
    ['PUT', '/lake?versioning', 'PutBucketVersioning'],
    ['PUT', '/lake?notification', 'PutBucketNotificationConfiguration'],
    ['POST', '/lake?delete', 'DeleteObjects'],
    ['DELETE', '/lake', 'DeleteBucket'],
    ['GET', '/lake/raw/sales/a.json?x-id=GetObject', 'GetObject'],
    ['HEAD', '/lake/a', 'HeadObject'],
    ['PUT', '/lake/a?x-id=PutObject', 'PutObject'],
    ['DELETE', '/lake/a', 'DeleteObject'],
    ['POST', '/lake/a?uploads', 'CreateMultipartUpload'],
    ['PUT', '/lake/a?partNumber=1&uploadId=u', 'UploadPart'],
    ['POST', '/lake/a?uploadId=u', 'CompleteMultipartUpload'],
    ['DELETE', '/lake/a?uploadId=u', 'AbortMultipartUpload'],
    ['GET', '/lake/a?uploadId=u', 'ListParts'],
  ])('of S3: %s %s is %s', (method, url, operation) => {
    expect(callOf('s3', method, url)).toBe(`s3:${operation}`);
  });

  test('of S3 tells a copy from a write', () => {
    expect(callOf('s3', 'PUT', '/lake/a', { 'x-amz-copy-source': 'lake/b' })).toBe('s3:CopyObject');
  });

  test('of other services is in a header, in the form or in the path', () => {
    expect(callOf('glue', 'POST', '/', { 'x-amz-target': 'AWSGlue.StartCrawler' })).toBe('glue:StartCrawler');
    expect(
      callOf('redshift-data', 'POST', '/', { 'x-amz-target': 'RedshiftData.BatchExecuteStatement' }),
    ).toBe('redshift-data:BatchExecuteStatement');
    expect(callOf('sns', 'POST', '/', {}, 'Action=Publish&Message=Action%3DX')).toBe('sns:Publish');
    expect(callOf('lambda', 'POST', '/2015-03-31/functions/clean/invocations')).toBe('lambda:Invoke');
  });
});
