import { Data } from 'effect';

/** Spark cannot read an object as this pipeline means it, or cannot be run at all. */
export class SparkUnusable extends Data.TaggedError('SparkUnusable')<{
  readonly message: string;
  readonly cause?: unknown;
}> {}
