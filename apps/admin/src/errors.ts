import { Data } from 'effect';

/** What was typed makes no sense: exit code 2. */
export class UsageError extends Data.TaggedError('UsageError')<{
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** There is no lake, or nothing in it yet, where a command needs one. */
export class LakeAbsent extends Data.TaggedError('LakeAbsent')<{
  readonly lake: string;
  readonly message: string;
}> {}

/** An environment on AWS is not deployed, or cannot be looked up. */
export class EnvironmentAbsent extends Data.TaggedError('EnvironmentAbsent')<{
  readonly environment: string;
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** A batch failed on AWS, or was not done in time. */
export class BatchUnfinished extends Data.TaggedError('BatchUnfinished')<{ readonly message: string }> {}

/** No batch, or more than one, goes by the name given. */
export class BatchUnknown extends Data.TaggedError('BatchUnknown')<{ readonly message: string }> {}

/** No quarantined row goes by the number or place given. */
export class RowUnknown extends Data.TaggedError('RowUnknown')<{ readonly message: string }> {}

/** Another run is at work in the lake. */
export class LockHeld extends Data.TaggedError('LockHeld')<{ readonly message: string }> {}

/** The run that holds the lock is at work. */
export class HolderAlive extends Data.TaggedError('HolderAlive')<{ readonly message: string }> {}

/** A folder that would be emptied holds something that is not ours. */
export class FolderTaken extends Data.TaggedError('FolderTaken')<{
  readonly folder: string;
  readonly message: string;
}> {}

/** Synthetic data could not be written. */
export class GenerationFailed extends Data.TaggedError('GenerationFailed')<{
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** All is said already; what is left is an exit code other than 0. */
export class Verdict extends Data.TaggedError('Verdict')<{ readonly exitCode: number }> {}
