import { Data } from 'effect';
import type { LockOwner } from './lockOwner.ts';

/** What went wrong in the lake, as far as a caller would act on it differently. */
export type LakeErrorReason =
  | 'NotFound'
  | 'Permission'
  | 'NoSpace'
  | 'NotAFolder'
  | 'IsAFolder'
  | 'InvalidKey'
  | 'Changed'
  | 'Corrupt'
  | 'NoBucket'
  | 'Credentials'
  | 'WrongRegion'
  | 'Unavailable'
  | 'Io';

/** A read or write of the lake failed. `message` is one sentence that names the object and the next step. */
export class LakeError extends Data.TaggedError('LakeError')<{
  readonly reason: LakeErrorReason;
  readonly key: string;
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** A conditional write or removal found another object than it expected, so nothing was changed. */
export class PreconditionFailed extends Data.TaggedError('PreconditionFailed')<{
  readonly key: string;
  readonly message: string;
}> {}

/** Another live holder has the lock. */
export class LockHeld extends Data.TaggedError('LockHeld')<{
  readonly name: string;
  readonly owner: LockOwner;
  readonly expiresAt: string;
  readonly message: string;
}> {}

/** The lock was taken away while its effect was running, so the effect was interrupted. */
export class LockLost extends Data.TaggedError('LockLost')<{
  readonly name: string;
  readonly fence: number;
  readonly message: string;
}> {}
