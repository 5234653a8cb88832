import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { failureOf } from './failure.ts';

/** How often and how long a call that may succeed in a moment is repeated. */
export interface RetryOptions {
  /** How often a call is made at most. */
  readonly attempts: number;
  /** The longest the first wait may be; each later one may be twice as long, and of throttled calls five times. */
  readonly baseDelayMs: number;
  readonly maximumDelayMs: number;
}

/** About ten seconds of patience, or twice that where S3 throttles. */
export const defaultRetry: RetryOptions = { attempts: 8, baseDelayMs: 100, maximumDelayMs: 5000 };

type Strategy = Exclude<NonNullable<S3ClientConfig['retryStrategy']>, { retry: unknown } | (() => unknown)>;

/**
 * Repeats what `failureOf` calls transient, after a random wait that may grow twofold each time, so that many that
 * were refused at once do not come back at once. It takes the place of the SDK's own strategy, which never repeats a
 * 409 `ConditionalRequestConflict`, and gives up by a budget shared among all calls.
 */
export function retryStrategy(options: RetryOptions): Strategy {
  return {
    acquireInitialRetryToken: () => Promise.resolve(token(0, 0)),
    refreshRetryTokenForRetry: (earlier, { error, retryAfterHint }) => {
      const retries = earlier.getRetryCount() + 1;
      const failure = failureOf(error);
      if (!failure.isTransient || retries >= options.attempts) return Promise.reject(error);
      const asked = retryAfterHint === undefined ? 0 : retryAfterHint.getTime() - Date.now();
      return Promise.resolve(token(retries, Math.max(asked, retryDelayMs(retries, failure, options))));
    },
    recordSuccess: () => undefined,
  };
}

/** A random wait before the n-th repetition, from 1 on. */
export function retryDelayMs(
  retry: number,
  { isThrottling }: { readonly isThrottling: boolean },
  { baseDelayMs, maximumDelayMs }: RetryOptions,
): number {
  const longest = baseDelayMs * (isThrottling ? 5 : 1) * 2 ** (retry - 1);
  return Math.random() * Math.min(longest, maximumDelayMs);
}

function token(retries: number, delayMs: number) {
  return { getRetryCount: () => retries, getRetryDelay: () => delayMs };
}
