import { errorNames } from '@sales/workflow';
import { Cause } from 'effect';

/** An error as Lambda reports it: its name is what the workflow's Retry and Catch compare. */
export class StepError extends Error {
  override readonly name: string;

  constructor(name: string, message: string, options: { readonly cause: unknown }) {
    super(message, options);
    this.name = name;
  }

  /** Whether the workflow calls the step again: then it is no failure yet. */
  get isRetried(): boolean {
    return Object.values<string>(errorNames).includes(this.name);
  }
}

/** What is read of the tagged errors of the packages. */
interface Tagged {
  readonly _tag?: string;
  readonly name?: string;
  readonly reason?: string;
  readonly retryable?: boolean;
  readonly message?: string;
}

/** Names an error for the workflow. This is the one place that decides which errors it tries again. */
export function stepError(cause: Cause.Cause<unknown>): StepError {
  const error = Cause.squash(cause) as Tagged;
  const name = nameOf(error);
  return new StepError(name, error.message || `The step ended with ${name}.`, { cause: error });
}

function nameOf({ _tag, name, reason, retryable }: Tagged): string {
  switch (_tag) {
    case 'LakeError':
      // Already repeated for a while by the client: what is left is for later.
      return reason === 'Unavailable' ? errorNames.transient : `Lake${reason}`;
    case 'LockHeld':
      return errorNames.lockHeld;
    case 'LockLost':
      return errorNames.transient;
    case 'WarehouseError':
      if (reason === 'Unavailable') return errorNames.transient;
      return retryable === true ? errorNames.loadConflict : `Warehouse${reason}`;
    default:
      return retryable === true ? errorNames.transient : (_tag ?? name ?? 'Error');
  }
}
