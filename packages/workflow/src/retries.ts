import { errorNames, lambdaDeaths, lambdaErrors } from './errorNames.ts';
import type { Retrier } from './states.ts';

/** Tries again at growing intervals, each shortened at random so that many do not come back at once. */
function retrier(
  names: readonly string[],
  times: { readonly intervalSeconds: number; readonly maxAttempts: number; readonly maxDelaySeconds: number },
): Retrier {
  return {
    ErrorEquals: names,
    IntervalSeconds: times.intervalSeconds,
    MaxAttempts: times.maxAttempts,
    BackoffRate: 2,
    MaxDelaySeconds: times.maxDelaySeconds,
    JitterStrategy: 'FULL',
  };
}

/** Retries of a task that calls a function. */
export const functionRetries: readonly Retrier[] = [
  retrier([...lambdaErrors, errorNames.transient], {
    intervalSeconds: 2,
    maxAttempts: 7,
    maxDelaySeconds: 60,
  }),
  retrier(lambdaDeaths, { intervalSeconds: 5, maxAttempts: 2, maxDelaySeconds: 30 }),
];

/** A load waits for the loads before it, for some hours, and repeats a transaction that met another one. */
export const loadRetries: readonly Retrier[] = [
  ...functionRetries,
  retrier([errorNames.lockHeld], { intervalSeconds: 10, maxAttempts: 300, maxDelaySeconds: 60 }),
  retrier([errorNames.loadConflict], { intervalSeconds: 5, maxAttempts: 6, maxDelaySeconds: 60 }),
];

/** A job may run only so many times at once; others wait. One that failed is tried once more: jobs can be repeated. */
export const jobRetries: readonly Retrier[] = [
  retrier(
    [
      'Glue.ConcurrentRunsExceededException',
      'Glue.ResourceNumberLimitExceededException',
      'Glue.ThrottlingException',
      'Glue.InternalServiceException',
      'Glue.OperationTimeoutException',
    ],
    { intervalSeconds: 30, maxAttempts: 30, maxDelaySeconds: 300 },
  ),
  retrier(['States.TaskFailed'], { intervalSeconds: 30, maxAttempts: 1, maxDelaySeconds: 60 }),
];

/** Retries of a Map, whose items have their own: what can fail otherwise is reading the list of items. */
export const mapRetries: readonly Retrier[] = [
  retrier(['States.ItemReaderFailed'], { intervalSeconds: 2, maxAttempts: 4, maxDelaySeconds: 30 }),
];
