import { ApiError } from '../redshift/errors.ts';
import { type Endpoint, serveJson } from '../redshift/server.ts';
import { type Definition, type Outcome, runStateMachine, type StateEvent } from './interpreter.ts';

/** An execution of the state machine. */
export interface Execution {
  readonly name: string;
  readonly input: string;
  readonly startedAt: Date;
  /** Undefined while it runs. */
  readonly outcome: Outcome | undefined;
  readonly events: readonly StateEvent[];
}

/** Step Functions with one state machine. */
export interface StepFunctions extends Endpoint {
  readonly stateMachineArn: string;
  readonly executions: readonly Execution[];
  /** Waits until no execution runs. */
  readonly settled: () => Promise<void>;
}

/** What the machine is run with. */
export interface StepFunctionsOptions {
  readonly name: string;
  readonly definition: Definition;
  readonly call: (resource: string, parameters: unknown) => Promise<unknown>;
  readonly msPerSecond?: number;
  /** Hears of each execution's end, as EventBridge does. */
  readonly onEnd?: (execution: Execution) => Promise<void> | void;
}

const account = 'arn:aws:states:us-east-1:123456789012';

/** Serves StartExecution and DescribeExecution of one STANDARD state machine on loopback, and runs what is started. */
export async function startStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  const stateMachineArn = `${account}:stateMachine:${options.name}`;
  const executions = new Map<string, Execution & { outcome: Outcome | undefined }>();
  const running = new Set<Promise<void>>();
  const arnOf = (name: string): string => `${account}:execution:${options.name}:${name}`;

  const start = (name: string, input: string): Execution => {
    const events: StateEvent[] = [];
    const execution = {
      name,
      input,
      startedAt: new Date(),
      outcome: undefined as Outcome | undefined,
      events,
    };
    executions.set(name, execution);
    const { definition, call, msPerSecond = 1000 } = options;
    const run = async (): Promise<void> => {
      execution.outcome = await runStateMachine(definition, JSON.parse(input), {
        name,
        call,
        msPerSecond,
        onEvent: (event) => events.push(event),
      });
      await options.onEnd?.(execution);
    };
    const work = run();
    running.add(work);
    void work.finally(() => running.delete(work));
    return execution;
  };

  const endpoint = await serveJson({
    StartExecution: ({
      stateMachineArn: arn,
      name,
      input,
    }: {
      stateMachineArn: string;
      name: string;
      input: string;
    }) => {
      if (arn !== stateMachineArn) throw new ApiError('StateMachineDoesNotExist', `There is no ${arn}.`);
      if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new ApiError('InvalidName', `${name} is no name.`);
      const earlier = executions.get(name);
      // Idempotent while it runs with the same input; a name that has ended is used up.
      if (earlier !== undefined && (earlier.outcome !== undefined || earlier.input !== input)) {
        throw new ApiError('ExecutionAlreadyExists', `Execution Already Exists: '${arnOf(name)}'`);
      }
      const { startedAt } = earlier ?? start(name, input);
      return { executionArn: arnOf(name), startDate: startedAt.getTime() / 1000 };
    },
    DescribeExecution: ({ executionArn }: { executionArn: string }) => {
      const execution = executions.get(executionArn.split(':').at(-1)!);
      if (execution === undefined)
        throw new ApiError('ExecutionDoesNotExist', `There is no ${executionArn}.`);
      const status = execution.outcome?.status ?? 'RUNNING';
      return { executionArn, stateMachineArn, status, startDate: execution.startedAt.getTime() / 1000 };
    },
  });
  return {
    ...endpoint,
    stateMachineArn,
    get executions() {
      return [...executions.values()];
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
