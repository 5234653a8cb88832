import type { SourceFault } from '@sales/cleaning';
import { Data } from 'effect';

/** An object cannot be read to its end, so that nobody can tell how many rows are missing: the batch does not load. */
export class SourceUnreadable extends Data.TaggedError('SourceUnreadable')<{
  readonly key: string;
  readonly fault: SourceFault;
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** The books do not balance, so the batch does not load. */
export class ConservationBroken extends Data.TaggedError('ConservationBroken')<{
  readonly batchId: string;
  readonly message: string;
}> {}

/** A file that an earlier stage wrote cannot be read back. */
export class StageFileUnreadable extends Data.TaggedError('StageFileUnreadable')<{
  readonly key: string;
  readonly message: string;
  readonly cause?: unknown;
}> {}

/** A path given to the pipeline cannot be taken in. */
export class InputUnusable extends Data.TaggedError('InputUnusable')<{
  readonly path: string;
  readonly message: string;
  readonly cause?: unknown;
}> {}
