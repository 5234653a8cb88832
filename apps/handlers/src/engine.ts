import { Data, Effect } from 'effect';

/** The environment chose an engine that these functions have no part for. */
class EngineMissing extends Data.TaggedError('EngineMissing')<{ readonly message: string }> {}

/** Fails for a batch that is for Glue: its plan and its books are not these functions' yet. */
export const requireLambda = Effect.fnUntraced(function* (engine: 'lambda' | 'glue') {
  if (engine === 'lambda') return;
  const message =
    'This batch is for Glue, whose jobs these functions cannot prepare yet. Set ENGINE to "lambda", or GLUE_ABOVE_BYTES higher, and redrive the batch.';
  yield* new EngineMissing({ message });
});
