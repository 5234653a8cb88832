/** What tells an operation of S3: the method, the path with the bucket in it, and the query. */
interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly isCopy: boolean;
}

/** Names the operation of a request to S3 as the API does. Knows what a data pipeline calls; the rest by its query. */
export function s3Operation({ method, path, query, isCopy }: S3Request): string {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if (bucket === '') return 'ListBuckets';
  return key === '' ? bucketOperation(method, query) : objectOperation(method, query, isCopy);
}

function bucketOperation(method: string, query: URLSearchParams): string {
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  if (method === 'GET') {
    if (query.get('list-type') === '2') return 'ListObjectsV2';
    if (query.has('versions')) return 'ListObjectVersions';
    if (query.has('uploads')) return 'ListMultipartUploads';
  }
  const [verb, plain] = { GET: ['Get', 'ListObjects'], PUT: ['Put', 'CreateBucket'] }[method] ?? [
    'Delete',
    'DeleteBucket',
  ];
  const aspect = [...query.keys()].find((name) => aspects[name] !== undefined);
  return aspect === undefined ? plain! : `${verb}Bucket${aspects[aspect]}`;
}

function objectOperation(method: string, query: URLSearchParams, isCopy: boolean): string {
  const isOfUpload = query.has('uploadId');
  switch (method) {
    case 'HEAD':
      return 'HeadObject';
    case 'GET':
      return isOfUpload ? 'ListParts' : 'GetObject';
    case 'POST':
      return isOfUpload ? 'CompleteMultipartUpload' : 'CreateMultipartUpload';
    case 'DELETE':
      return isOfUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    default:
      if (isOfUpload) return isCopy ? 'UploadPartCopy' : 'UploadPart';
      return isCopy ? 'CopyObject' : 'PutObject';
  }
}

/** What a bucket has settings of, by the word in the query. */
const aspects: Record<string, string> = {
  versioning: 'Versioning',
  notification: 'NotificationConfiguration',
  lifecycle: 'LifecycleConfiguration',
  encryption: 'Encryption',
  location: 'Location',
  policy: 'Policy',
  logging: 'Logging',
  tagging: 'Tagging',
};
