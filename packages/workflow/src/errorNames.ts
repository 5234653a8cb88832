/**
 * What a handler's error is called where the workflow acts on it: Step Functions compares an error's name with those
 * of `Retry` and `Catch`. Any other name ends the batch at once.
 */
export const errorNames = {
  /** A service was busy, slow or away. The same call may succeed. */
  transient: 'Transient',
  /** Another batch is being loaded. */
  lockHeld: 'LockHeld',
  /** The load's transaction met another one, and changed nothing. */
  loadConflict: 'LoadConflict',
} as const;

/** Errors of Lambda itself, before or instead of an answer of the function. */
export const lambdaErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
] as const;

/** A function that ran out of time or memory. Worth a second try, not many. */
export const lambdaDeaths = [
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Sandbox.Timedout',
  'States.Timeout',
] as const;
