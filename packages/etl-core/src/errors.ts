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

/** The batch ended without being published and its files are gone: its objects are for another batch. */
export class BatchGivenUp extends Data.TaggedError('BatchGivenUp')<{
  readonly batchId: string;
  readonly message: string;
}> {}

/** A path given to the pipeline cannot be taken in. */
export class InputUnusable extends Data.TaggedError('InputUnusable')<{
  readonly path: string;
  readonly message: string;
  readonly cause?: unknown;
}> {}
