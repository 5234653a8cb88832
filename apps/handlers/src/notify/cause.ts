import { readRangeFailure } from '@sales/etl-core';
import type { Payloads } from '@sales/workflow';
import { Effect } from 'effect';

/** Why a step failed, in a sentence for people. */
export interface StepCause {
  readonly step: string;
  readonly error: string;
  readonly cause: string;
}

/** Finds out what is behind what the workflow caught. */
export const causeOf = Effect.fn('handlers.causeOf')(function* (
  batchId: string,
  failed: NonNullable<Payloads['notify']['input']['failed']>,
) {
  const [[step, caught] = ['workflow', { Error: 'Unknown', Cause: undefined }]] = Object.entries(failed);
  // A Map says only how many of its items failed; the item itself has left word of why.
  const range =
    step === 'clean'
      ? yield* Effect.catchIf(
          readRangeFailure(batchId),
          // Where the lake refuses to say it, what was caught is all that is known.
          ({ reason }) => reason !== 'Unavailable',
          () => Effect.succeed(undefined),
        )
      : undefined;
  if (range !== undefined) return { step, ...range } satisfies StepCause;
  const Cause = caught?.Cause;
  return {
    step,
    error: caught?.Error ?? 'Unknown',
    cause: sentence(step, caught?.Error, Cause),
  } satisfies StepCause;
});

/** What Lambda reports of an error and Glue of a job's run is JSON; what other services say is text. */
function sentence(step: string, error: string | undefined, cause: string | undefined): string {
  const reported = cause === undefined ? undefined : messageIn(cause);
  if (reported !== undefined) return reported;
  switch (error) {
    case 'States.Timeout':
    case 'Sandbox.Timedout':
      return `The step ${step} took longer than it may. See the log of its function; give it more memory, or smaller ranges.`;
    case 'Runtime.ExitError':
    case 'Lambda.Unknown':
      return `The function of the step ${step} ended without an answer, most likely for want of memory. Give it more, or smaller ranges.`;
    default:
      return `The step ${step} failed with ${error ?? 'no word of why'}: ${cause ?? 'see the history of the execution.'}`;
  }
}

function messageIn(cause: string): string | undefined {
  try {
    const told = JSON.parse(cause) as Readonly<Record<string, unknown>>;
    if (typeof told['JobName'] === 'string') return jobEnd(told);
    const { errorMessage, errorType } = told;
    // These two say nothing that a person could act on.
    if (errorType === 'Sandbox.Timedout' || errorType === 'Runtime.ExitError') return undefined;
    return typeof errorMessage === 'string' ? errorMessage : undefined;
  } catch {
    return undefined;
  }
}

function jobEnd({
  JobName,
  Id,
  JobRunState,
  ErrorMessage = 'without a word of why',
}: Readonly<Record<string, unknown>>): string {
  return `The Glue job ${String(JobName)} ended as ${String(JobRunState)} (${String(ErrorMessage)}). See the log of its run ${String(Id)}.`;
}
