import { Layer } from 'effect';
import { lambdaHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { messagesLayer } from '../messages.ts';
import { notifyEvent } from './events.ts';
import { notifyBatch } from './program.ts';

export const handler = lambdaHandler({
  name: 'notify',
  input: notifyEvent,
  about: ({ batchId, execution }) => ({ batchId, execution }),
  layer: Layer.mergeAll(lakeLayer, messagesLayer),
  program: notifyBatch,
});
