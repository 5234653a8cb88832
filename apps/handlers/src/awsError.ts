import { Data } from 'effect';

/** A call to an AWS service failed. `message` says what to do next. */
export class AwsError extends Data.TaggedError('AwsError')<{
  readonly service: string;
  /** Whether the same call may succeed in a while. */
  readonly retryable: boolean;
  readonly message: string;
  readonly cause: unknown;
}> {}

/** What is read of an error of the AWS SDK. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $retryable?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const passing =
  /^(?:Throttling|TooManyRequests|ServiceUnavailable|InternalServer|InternalService|OperationTimeout|RequestTimeout|TimeoutError|ConcurrentModification)/;

/** Tells what passes from what stays. The SDK has repeated the call a few times before. */
export function awsError(service: string, doing: string, cause: unknown): AwsError {
  const { name = 'Error', message = '', code, $retryable, $metadata } = cause as SdkError;
  const status = $metadata?.httpStatusCode;
  const retryable =
    $retryable !== undefined ||
    passing.test(name) ||
    code !== undefined ||
    status === undefined ||
    status >= 500;
  const next = retryable
    ? 'The step is tried again.'
    : status === 403 || name.startsWith('AccessDenied')
      ? `Let the role of this function do it: ${message.replace(/\.$/, '')}.`
      : 'See what the service says of it, then redrive the batch.';
  return new AwsError({
    service,
    retryable,
    message: `${service} could not ${doing} (${name}: ${message.replace(/\.$/, '')}). ${next}`,
    cause,
  });
}
