/** The parts of the Amazon States Language (JSONPath) that the workflow is written in. */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string;
  readonly Next: string;
}

/** Where a state goes. */
type Transition = { readonly Next: string } | { readonly End: true };

interface Guarded {
  readonly Retry: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export type TaskState = Guarded &
  Transition & {
    readonly Type: 'Task';
    readonly Resource: string;
    readonly Parameters: Readonly<Record<string, unknown>>;
    readonly ResultSelector?: Readonly<Record<string, string>>;
    readonly ResultPath?: string | null;
    readonly TimeoutSeconds: number;
  };

export type MapState = Guarded &
  Transition & {
    readonly Type: 'Map';
    readonly Label: string;
    readonly ItemReader: {
      readonly Resource: string;
      readonly ReaderConfig: { readonly InputType: 'JSON' };
      readonly Parameters: Readonly<Record<string, string>>;
    };
    readonly ItemSelector: Readonly<Record<string, string>>;
    readonly MaxConcurrency: number;
    readonly ToleratedFailurePercentage: number;
    readonly ItemProcessor: {
      readonly ProcessorConfig: { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' };
      readonly StartAt: string;
      readonly States: Readonly<Record<string, State>>;
    };
    readonly ResultPath: null;
  };

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Choices: readonly {
    readonly Variable: string;
    readonly StringEquals?: string;
    readonly BooleanEquals?: boolean;
    readonly Next: string;
  }[];
  readonly Default: string;
}

export type WaitState = Transition & { readonly Type: 'Wait'; readonly Seconds: number };

export interface FailState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
  readonly ErrorPath?: string;
  readonly CausePath?: string;
}

export type State = TaskState | MapState | ChoiceState | WaitState | FailState;

/** A whole definition, as Step Functions takes it. */
export interface StateMachine {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONPath';
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}
