/** What clients of AWS have in common: a call without an answer is made again, well within a function's time. */
export const clientSettings = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;
