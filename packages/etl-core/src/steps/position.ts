import { type Manifest, readRun } from '@sales/lake';
import { Effect } from 'effect';
import { givenUp } from '../givenUp.ts';

/** What is to be done next with a batch, as earlier executions left it. Fails with `BatchGivenUp` when that is nothing. */
export const nextStep = Effect.fn('etl.nextStep')(function* ({ batchId }: Manifest) {
  const found = yield* readRun(batchId);
  if (found === undefined) return 'clean';
  switch (found.state.status) {
    case 'published':
      return 'load';
    case 'loaded':
      return 'notify';
    case 'failed':
    case 'abandoned':
      return yield* givenUp(found.state);
  }
});
