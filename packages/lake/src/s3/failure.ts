import type { LakeErrorReason } from '../errors.ts';

/** What a failed call to S3 means: whether trying again may help, and what a person is told. */
export interface Failure {
  readonly reason: LakeErrorReason;
  readonly isTransient: boolean;
  readonly isThrottling: boolean;
  /** The middle of a sentence: what is wrong. */
  readonly problem: string;
  /** The end of that sentence: what to do. */
  readonly nextStep: string;
}

/** What is read of the errors of the AWS SDK and of Node's network. */
interface CallError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly Region?: string;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly attempts?: number;
    readonly clockSkewCorrected?: boolean;
  };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

type Meaning = readonly [reason: LakeErrorReason, problem: string, nextStep: string];

const again = 'run again, nothing half-written is visible';
const renew = 'renew them (with `aws sso login`, say) and run again';

/** Errors that stay: trying again gives the same answer. */
const terminal: Record<string, Meaning> = {
  NoSuchKey: ['NotFound', 'it does not exist', 'list its prefix to see what does'],
  NotFound: ['NotFound', 'it does not exist', 'list its prefix to see what does'],
  NoSuchVersion: ['Changed', 'the version that was found is gone', 'run again to take what is there now'],
  PreconditionFailed: ['Changed', 'it was changed since it was found', 'run again to take what is there now'],
  NoSuchUpload: ['Changed', 'its unfinished upload was removed by someone else', again],
  NoSuchBucket: [
    'NoBucket',
    'there is no such bucket',
    'check its name with `aws s3 ls`, or deploy the environment',
  ],
  InvalidBucketName: ['NoBucket', 'no bucket can have that name', 'check the name of the bucket'],
  ExpiredToken: ['Credentials', 'the credentials have expired', renew],
  ExpiredTokenException: ['Credentials', 'the credentials have expired', renew],
  TokenRefreshRequired: ['Credentials', 'the credentials have expired', renew],
  InvalidToken: ['Credentials', 'the session token is not valid', renew],
  InvalidAccessKeyId: ['Credentials', 'AWS does not know the access key', 'check AWS_PROFILE and its keys'],
  SignatureDoesNotMatch: [
    'Credentials',
    'the secret key does not belong to the access key',
    'check AWS_PROFILE and its keys',
  ],
  CredentialsProviderError: [
    'Credentials',
    'no usable credentials were found',
    'log in (with `aws sso login`, say) or set AWS_PROFILE',
  ],
  RequestTimeTooSkewed: [
    'Credentials',
    "this machine's clock is wrong by more than 15 minutes",
    'set it (`timedatectl set-ntp true`) and run again',
  ],
};

/** Errors that pass: the same call may succeed in a moment. */
const transient: Record<string, Meaning> = {
  SlowDown: ['Unavailable', 'S3 is throttling', 'run again later, or with fewer runs at once'],
  InternalError: ['Unavailable', 'S3 had an internal error', again],
  ServiceUnavailable: ['Unavailable', 'S3 is not available', again],
  ConditionalRequestConflict: ['Unavailable', 'others keep writing it at the same time', again],
  OperationAborted: ['Unavailable', 'others keep writing it at the same time', again],
  RequestTimeout: ['Unavailable', 'S3 did not get the request in time', again],
  TimeoutError: ['Unavailable', 'S3 did not answer in time', 'check the network and run again'],
  BadDigest: ['Unavailable', 'the bytes did not arrive as they were sent', again],
  IncompleteBody: ['Unavailable', 'the bytes did not all arrive', again],
  XAmzContentChecksumMismatch: ['Unavailable', 'the bytes did not arrive as they were sent', again],
};

const network: Record<string, string> = {
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ECONNABORTED: 'the connection was cut',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was cut',
  ETIMEDOUT: 'S3 did not answer in time',
  ECONNREFUSED: 'nothing listens at the endpoint',
  EHOSTUNREACH: 'the endpoint cannot be reached',
  ENETUNREACH: 'the endpoint cannot be reached',
  ENOTFOUND: "the endpoint's name is not known",
  EAI_AGAIN: "the endpoint's name cannot be looked up now",
};

const throttling = new Set(['SlowDown', 'Throttling', 'ThrottlingException', 'RequestLimitExceeded']);
const redirects = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** Decides what a failed call means. This is the one place that tells what passes from what stays. */
export function failureOf(error: unknown): Failure {
  const { name = '', code = '', message = '', $metadata, $response } = error as CallError;
  const status = $metadata?.httpStatusCode ?? 0;

  if (throttling.has(name) || status === 429)
    return { ...transiently(transient['SlowDown']!), isThrottling: true };
  // The SDK has set its own clock by the answer, so that the next call is signed with the right time.
  if (name === 'RequestTimeTooSkewed' && $metadata?.clockSkewCorrected) return transiently(terminal[name]!);
  if (terminal[name]) return terminally(named(terminal[name], name));
  if (transient[name]) return transiently(named(transient[name], name));
  const cut = network[code];
  if (cut !== undefined)
    return transiently(['Unavailable', `${cut} (${code})`, 'check the network and run again']);
  if (redirects.has(name) || status === 301) {
    const region = (error as CallError).Region ?? $response?.headers?.['x-amz-bucket-region'];
    const where = region === undefined ? 'another region' : region;
    const set =
      region === undefined ? 'set AWS_REGION to the region of the bucket' : `set AWS_REGION=${region}`;
    return terminally(['WrongRegion', `the bucket is in ${where}`, `${set} and run again`]);
  }
  if (message.startsWith('Region is missing')) {
    return terminally([
      'WrongRegion',
      'no region is set',
      'set AWS_REGION to the region of the bucket and run again',
    ]);
  }
  if (status === 403) {
    const detail = name === 'AccessDenied' && message !== '' ? message : 'access is denied';
    return terminally(['Permission', sentence(detail), 'grant this role what it lacks']);
  }
  if (status === 409) return transiently(transient['ConditionalRequestConflict']!);
  if (status >= 500)
    return transiently(
      named(transient[status === 503 ? 'ServiceUnavailable' : 'InternalError']!, String(status)),
    );
  return terminally([
    'Io',
    sentence(`S3 answered ${name || code || status}: ${message}`),
    'see what S3 says of it, then run again',
  ]);
}

function terminally([reason, problem, nextStep]: Meaning): Failure {
  return { reason, problem, nextStep, isTransient: false, isThrottling: false };
}

function transiently([reason, problem, nextStep]: Meaning): Failure {
  return { reason, problem, nextStep, isTransient: true, isThrottling: false };
}

/** How often the call was tried before it failed; 1 means that it was not repeated. */
export function attemptsOf(error: unknown): number {
  return (error as CallError).$metadata?.attempts ?? 1;
}

/** Tells an error of S3 by its name, or by the status where an answer has no body that could name it. */
export function isError(error: unknown, names: readonly string[], status?: number): boolean {
  const { name = '', $metadata } = error as CallError;
  return names.includes(name) || (status !== undefined && $metadata?.httpStatusCode === status);
}

function named([reason, problem, nextStep]: Meaning, code: string): Meaning {
  return [reason, `${problem} (${code})`, nextStep];
}

/** AWS's own words as a part of our sentence. */
function sentence(text: string): string {
  return text.replaceAll(/[\r\n;]+/g, ',').replace(/[.\s]+$/, '');
}
