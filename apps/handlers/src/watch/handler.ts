import { Layer } from 'effect';
import * as z from 'zod';
import { lambdaHandler } from '../lambda.ts';
import { messagesLayer } from '../messages.ts';
import { lakeLayer } from '../services.ts';
import { watchFreshness } from './program.ts';

export const handler = lambdaHandler({
  name: 'watch',
  // What the schedule says does not matter.
  input: z.unknown(),
  about: () => ({}),
  layer: Layer.mergeAll(lakeLayer, messagesLayer),
  program: watchFreshness,
});
