import { Layer } from 'effect';
import { lambdaHandler } from '../lambda.ts';
import { lakeLayer } from '../services.ts';
import { intakeEvent } from './events.ts';
import { Executions } from './executions.ts';
import { takeIn } from './program.ts';

export const handler = lambdaHandler({
  name: 'intake',
  input: intakeEvent,
  about: (event) => ('redrive' in event ? { batchId: event.redrive } : { messages: event.Records.length }),
  layer: Layer.mergeAll(lakeLayer, Executions.layer),
  program: takeIn,
});
