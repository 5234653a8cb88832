import { Effect } from 'effect';
import { BatchUnfinished } from '../errors.ts';

/** Has the intake of an environment try a batch again, and gives the executions that it started. */
export const redriveBatch = Effect.fn('sales.redriveBatch')(function* (environment: string, batch: string) {
  const FunctionName = `sales-${environment}-intake`;
  const answer = yield* Effect.tryPromise({
    try: async () => {
      const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
      const { FunctionError, Payload } = await new LambdaClient({}).send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify({ redrive: batch }) }),
      );
      const text = new TextDecoder().decode(Payload);
      return { failed: FunctionError !== undefined, answer: JSON.parse(text === '' ? '{}' : text) as Answer };
    },
    catch: (cause) => {
      const message = `The function ${FunctionName} could not be called (${(cause as Error).message}); \`sales doctor --env ${environment}\` says more.`;
      return new BatchUnfinished({ message });
    },
  });
  if (!answer.failed) return answer.answer.started ?? [];
  const said = answer.answer.errorMessage ?? 'it gave no reason';
  return yield* new BatchUnfinished({ message: `${batch} could not be tried again: ${said}` });
});

interface Answer {
  readonly started?: readonly string[];
  readonly errorMessage?: string;
}
