import type { IncomingHttpHeaders } from 'node:http';
import { s3Operation } from './s3Operation.ts';

/** How a service writes its answers, errors among them. */
export type Protocol = 'rest-xml' | 'json' | 'query';

/** One call of a service, as a request shows it. */
export interface ServiceCall {
  /** The service as signatures and IAM call it: `s3`, `states`, `redshift-data`. */
  readonly service: string;
  /** The operation as the API calls it: `GetObject`. */
  readonly operation: string;
  /** Both: `s3:GetObject`. */
  readonly name: string;
  /** The path with the query; of S3 it names bucket and key. */
  readonly path: string;
  /** The id of the key that signed it; a rehearsal gives each function its own. */
  readonly caller: string;
  readonly protocol: Protocol;
}

/** Finds out which call a request makes: by its signature, then as the service's protocol tells it. */
export function serviceCallOf(request: {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}): ServiceCall {
  const { method, url, headers, body } = request;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, caller = 'unsigned', service = 'unsigned'] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const made = (operation: string, protocol: Protocol): ServiceCall => ({
    service,
    operation,
    name: `${service}:${operation}`,
    path: url,
    caller,
    protocol,
  });
  if (service === 's3') {
    const isCopy = headers['x-amz-copy-source'] !== undefined;
    return made(s3Operation({ method, path: pathname, query: searchParams, isCopy }), 'rest-xml');
  }
  // Glue, Step Functions, SQS, Secrets Manager and the Redshift Data API: `AWSGlue.StartCrawler`.
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return made(target.slice(target.lastIndexOf('.') + 1), 'json');
  // SNS, STS and CloudFormation: a form with the action in it.
  const action = new URLSearchParams(body.toString('latin1')).get('Action') ?? searchParams.get('Action');
  if (action !== null) return made(action, 'query');
  return made(lambdaOperation(method, pathname), 'json');
}

/** Lambda and its like have no name for an operation in the request. Only what a pipeline calls is told. */
function lambdaOperation(method: string, path: string): string {
  return method === 'POST' && path.endsWith('/invocations') ? 'Invoke' : `${method} ${path}`;
}
