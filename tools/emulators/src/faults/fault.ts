import type { ServiceCall } from './serviceCall.ts';

/** What can go wrong with a call. */
export type Fault =
  /** The service is asked too often: 503 `SlowDown` of S3, 400 `ThrottlingException` of others. */
  | 'throttle'
  /** The service has an internal error: 500. It did nothing. */
  | 'internal-error'
  /** No answer ever comes, and nothing was done. */
  | 'timeout'
  /** The connection is cut before an answer; the service has done what was asked. */
  | 'lost-answer'
  /** The connection is cut in the middle of the answer's body. */
  | 'cut'
  | 'access-denied'
  | 'expired-token'
  /** What the call is about does not exist: the bucket, queue, topic, secret, crawler… */
  | 'not-found'
  /** The answer comes late by so many milliseconds. */
  | { readonly delayMs: number }
  /** An error in the service's own words. */
  | ErrorAnswer;

/** An error as a service answers it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What an error of S3 has besides, such as the `Region`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The whole body, where an answer is no plain error, such as S3's to the removal of many objects. */
  readonly body?: string;
}

/** Gives the error that a service answers for a fault, or undefined where the fault is no answer. */
export function errorAnswer(fault: Fault, { service, protocol }: ServiceCall): ErrorAnswer | undefined {
  if (typeof fault === 'object') return 'status' in fault ? fault : undefined;
  const isS3 = service === 's3';
  const isJson = protocol === 'json';
  switch (fault) {
    case 'throttle':
      if (isS3) return { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' };
      return { status: 400, code: isJson ? 'ThrottlingException' : 'Throttling', message: 'Rate exceeded' };
    case 'internal-error':
      if (isS3) return { status: 500, code: 'InternalError', message: 'We encountered an internal error.' };
      return { status: 500, code: isJson ? 'InternalServerException' : 'InternalFailure' };
    case 'access-denied': {
      const message =
        'User: arn:aws:sts::123456789012:assumed-role/pipeline is not authorized to perform this action';
      return { status: isJson ? 400 : 403, code: isJson ? 'AccessDeniedException' : 'AccessDenied', message };
    }
    case 'expired-token': {
      const message = isS3
        ? 'The provided token has expired.'
        : 'The security token included in the request is expired';
      return {
        status: isJson || isS3 ? 400 : 403,
        code: isJson ? 'ExpiredTokenException' : 'ExpiredToken',
        message,
      };
    }
    case 'not-found':
      return { status: isJson ? 400 : 404, code: absences[service] ?? 'ResourceNotFoundException' };
    default:
      return undefined;
  }
}

/** What each service calls the absence of what a call is about. */
const absences: Record<string, string> = {
  s3: 'NoSuchBucket',
  sns: 'NotFound',
  sqs: 'QueueDoesNotExist',
  glue: 'EntityNotFoundException',
  states: 'StateMachineDoesNotExist',
};

/** Writes an error in the words of the service's protocol. */
export function renderError(
  { code, message = code, headers = {}, fields = {}, body: given }: ErrorAnswer,
  { protocol }: ServiceCall,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const requestId = 'injected';
  if (protocol === 'json') {
    return {
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype': code,
        'x-amzn-requestid': requestId,
        ...headers,
      },
      body: JSON.stringify({ __type: code, message, Message: message }),
    };
  }
  const error = Object.entries({ Code: code, Message: message, ...fields })
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
  const rendered =
    protocol === 'query'
      ? `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`
      : `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${error}<RequestId>${requestId}</RequestId></Error>`;
  return {
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...headers },
    body: given ?? rendered,
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
