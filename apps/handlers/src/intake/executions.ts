import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Context, Effect, Layer } from 'effect';
import { type AwsError, awsError } from '../awsError.ts';
import { clientSettings } from '../clientSettings.ts';
import { executionSettings } from '../settings.ts';

/** The executions of the workflow. */
export class Executions extends Context.Service<
  Executions,
  {
    /** Starts an execution, and says whether there was none of that name: one that runs or has ended stays as it is. */
    readonly start: (name: string, batchId: string) => Effect.Effect<boolean, AwsError>;
    /** Tells whether an execution is at work. */
    readonly isRunning: (name: string) => Effect.Effect<boolean, AwsError>;
  }
>()('@sales/handlers/Executions') {
  static readonly layer = Layer.effect(
    Executions,
    Effect.map(executionSettings, ({ stateMachineArn }) =>
      executionsOver(new SFNClient(clientSettings), stateMachineArn),
    ),
  );
}

function executionsOver(client: SFNClient, stateMachineArn: string): Executions['Service'] {
  return Executions.of({
    start: (name, batchId) =>
      Effect.tryPromise({
        try: async (abortSignal) => {
          const input = JSON.stringify({ batchId });
          try {
            await client.send(new StartExecutionCommand({ stateMachineArn, name, input }), { abortSignal });
            return true;
          } catch (error) {
            // One that runs with the same input is answered as if it were new; one that has ended, so.
            if (error instanceof ExecutionAlreadyExists) return false;
            throw error;
          }
        },
        catch: (cause) => awsError('Step Functions', `start the execution ${name}`, cause),
      }),
    isRunning: (name) =>
      Effect.tryPromise({
        try: async (abortSignal) => {
          const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
          try {
            const { status } = await client.send(new DescribeExecutionCommand({ executionArn }), {
              abortSignal,
            });
            return status === 'RUNNING';
          } catch (error) {
            if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return false;
            throw error;
          }
        },
        catch: (cause) => awsError('Step Functions', `look at the execution ${name}`, cause),
      }),
  });
}
