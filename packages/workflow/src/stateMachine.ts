import { handlerSizes, type StepName } from './handlers.ts';
import { functionRetries, jobRetries, loadRetries, mapRetries } from './retries.ts';
import type { Catcher, ChoiceState, Retrier, State, StateMachine, TaskState } from './states.ts';

/** The Glue jobs of engine `glue`, by their names in the account. */
export interface GlueJobNames {
  readonly rawToSilver: string;
  readonly silverToGold: string;
  readonly goldToRedshift: string;
}

/** What the definition is made for. */
export interface WorkflowOptions {
  readonly functionArns: Readonly<Record<StepName, string>>;
  readonly lakeBucket: string;
  readonly contractVersion: number;
  /** How many calls of `clean` run at once, at most 10,000. */
  readonly concurrency: number;
  /** Without jobs every batch is for Lambda, and the environment's `ENGINE` must be `lambda`. */
  readonly glueJobs?: GlueJobNames | undefined;
  /** Default: `aws`. */
  readonly partition?: string;
}

/** A batch that takes longer is stopped, and told of. Glue's largest days take some hours. */
const batchTimeoutSeconds = 24 * 3600;
const jobTimeoutSeconds = 12 * 3600;
const pollSeconds = 10;
/** The answer of a function may come this much later than its time ends. */
const graceSeconds = 10;

/**
 * Gives the definition of the workflow, from a claimed batch to a loaded one and a message about it.
 *
 * Each state that calls something retries by the error's name, and what is still caught goes the same way: the failure
 * is recorded, a message is sent, the execution fails. Payloads hold a batch's id, numbers and pointers into the lake.
 */
export function renderWorkflow(options: WorkflowOptions): StateMachine {
  const { glueJobs, concurrency } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 10_000) {
    throw new RangeError(`The concurrency is ${concurrency}; a Map takes 1 to 10,000 calls at once.`);
  }
  const states = { ...begin(options), ...byLambda(options), ...end(options) };
  return {
    Comment: 'One batch: claimed, catalogued, cleaned, modelled, loaded, told of.',
    QueryLanguage: 'JSONPath',
    StartAt: 'Claim',
    TimeoutSeconds: batchTimeoutSeconds,
    States: glueJobs === undefined ? states : { ...states, ...byGlue(options, glueJobs) },
  };
}

function begin(options: WorkflowOptions): Record<string, State> {
  return {
    Claim: call(options, 'claim', {
      Payload: { 'batchId.$': '$.batchId' },
      ResultSelector: { 'next.$': '$.Payload.next' },
      ResultPath: '$.claim',
      Next: 'ChooseNext',
    }),
    ChooseNext: choice('$.claim.next', { load: 'Load', notify: 'Notify' }, 'Catalog'),
    Catalog: call(options, 'catalog', {
      Payload: { 'batchId.$': '$.batchId', 'startedAt.$': '$$.Execution.StartTime' },
      ResultSelector: { 'done.$': '$.Payload.done' },
      ResultPath: '$.catalog',
      Next: 'IsCatalogued',
    }),
    IsCatalogued: whenDone('$.catalog.done', 'Plan', 'WaitForCatalog'),
    WaitForCatalog: { Type: 'Wait', Seconds: pollSeconds, Next: 'Catalog' },
    Plan: call(options, 'plan', {
      Payload: { 'batchId.$': '$.batchId' },
      ResultSelector: { 'engine.$': '$.Payload.engine', 'items.$': '$.Payload.items' },
      ResultPath: '$.plan',
      Next: options.glueJobs === undefined ? 'Clean' : 'ChooseEngine',
    }),
  };
}

function byLambda(options: WorkflowOptions): Record<string, State> {
  const { concurrency, partition = 'aws' } = options;
  const { Catch: _caughtByTheMap, ...cleanRange } = call(options, 'clean', {
    Payload: { 'batchId.$': '$.batchId', 'part.$': '$.part' },
    // A Map gives all results as one payload, of at most 256 KiB: this is all that 10,000 of them may say.
    ResultSelector: { 'part.$': '$.Payload.part' },
  });
  return {
    Clean: {
      Type: 'Map',
      Label: 'clean',
      ItemReader: {
        Resource: `arn:${partition}:states:::s3:getObject`,
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { 'Bucket.$': '$.plan.items.bucket', 'Key.$': '$.plan.items.key' },
      },
      ItemSelector: { 'batchId.$': '$.batchId', 'part.$': '$$.Map.Item.Value.part' },
      MaxConcurrency: concurrency,
      ToleratedFailurePercentage: 0,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'CleanRange',
        States: { CleanRange: cleanRange },
      },
      ResultPath: null,
      Retry: mapRetries,
      Catch: caught('clean'),
      Next: 'Model',
    },
    Model: call(options, 'model', {
      Payload: { 'batchId.$': '$.batchId', 'engine.$': '$.plan.engine' },
      ResultPath: null,
      Next: options.glueJobs === undefined ? 'Load' : 'ChooseLoader',
    }),
  };
}

function end(options: WorkflowOptions): Record<string, State> {
  return {
    Load: call(options, 'load', {
      Payload: { 'batchId.$': '$.batchId', action: 'advance' },
      ResultSelector: { 'done.$': '$.Payload.done' },
      ResultPath: '$.load',
      Retry: loadRetries,
      Next: 'IsLoaded',
    }),
    IsLoaded: whenDone('$.load.done', 'Notify', 'WaitForLoad'),
    WaitForLoad: { Type: 'Wait', Seconds: pollSeconds, Next: 'Load' },
    Notify: call(options, 'notify', {
      Payload: { 'batchId.$': '$.batchId', 'execution.$': '$$.Execution.Name' },
      ResultPath: null,
      End: true,
    }),
    RecordFailure: {
      ...call(options, 'notify', {
        Payload: { 'batchId.$': '$.batchId', 'execution.$': '$$.Execution.Name', 'failed.$': '$.failed' },
        ResultSelector: { 'error.$': '$.Payload.error', 'cause.$': '$.Payload.cause' },
        ResultPath: '$.failure',
        Next: 'Failed',
      }),
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.unrecorded', Next: 'FailedUnrecorded' }],
    },
    Failed: { Type: 'Fail', ErrorPath: '$.failure.error', CausePath: '$.failure.cause' },
    FailedUnrecorded: {
      Type: 'Fail',
      Error: 'FailureUnrecorded',
      Cause:
        'The batch failed, and recording that or sending the message failed too. See the history of this execution.',
    },
  };
}

function byGlue(options: WorkflowOptions, jobs: GlueJobNames): Record<string, State> {
  return {
    ChooseEngine: choice('$.plan.engine', { glue: 'RawToSilver' }, 'Clean'),
    RawToSilver: job(options, 'clean', jobs.rawToSilver, 'SilverToGold'),
    SilverToGold: job(options, 'model', jobs.silverToGold, 'Model'),
    ChooseLoader: choice('$.plan.engine', { glue: 'PrepareLoad' }, 'Load'),
    PrepareLoad: call(options, 'load', {
      Payload: { 'batchId.$': '$.batchId', action: 'prepare' },
      ResultPath: null,
      Retry: loadRetries,
      Next: 'GoldToRedshift',
    }),
    // The step behind it finds the batch loaded, and closes its account.
    GoldToRedshift: job(options, 'load', jobs.goldToRedshift, 'Load', 'load-plan.json'),
  };
}

/** A task that calls a step's function. */
function call(
  { functionArns, partition = 'aws' }: WorkflowOptions,
  step: StepName,
  task: {
    readonly Payload: Readonly<Record<string, unknown>>;
    readonly ResultSelector?: Readonly<Record<string, string>>;
    readonly ResultPath?: string | null;
    readonly Retry?: readonly Retrier[];
    readonly Next?: string;
    readonly End?: true;
  },
): TaskState {
  const { Payload, Next, End: _end, Retry = functionRetries, ...rest } = task;
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Parameters: { FunctionName: functionArns[step], Payload },
    ...rest,
    TimeoutSeconds: handlerSizes[step].timeoutSeconds + graceSeconds,
    Retry,
    Catch: caught(step),
    ...(Next === undefined ? { End: true } : { Next }),
  };
}

/** A task that runs a Glue job and waits for its end. */
function job(
  options: WorkflowOptions,
  step: StepName,
  name: string,
  next: string,
  plan = 'plan.json',
): TaskState {
  const { lakeBucket, contractVersion, partition = 'aws' } = options;
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::glue:startJobRun.sync`,
    Parameters: {
      JobName: name,
      Arguments: {
        '--lake': `s3://${lakeBucket}`,
        '--batch_id.$': '$.batchId',
        '--plan.$': `States.Format('s3://${lakeBucket}/runs/{}/work/${plan}', $.batchId)`,
        '--contract_version': String(contractVersion),
      },
    },
    ResultPath: null,
    TimeoutSeconds: jobTimeoutSeconds,
    Retry: jobRetries,
    Catch: caught(step),
    Next: next,
  };
}

/** What a step's retries did not mend: the failure path learns the step from where the error is put. */
function caught(step: StepName): readonly Catcher[] {
  return [{ ErrorEquals: ['States.ALL'], ResultPath: `$.failed.${step}`, Next: 'RecordFailure' }];
}

function choice(Variable: string, nextBy: Readonly<Record<string, string>>, Default: string): ChoiceState {
  const Choices = Object.entries(nextBy).map(([StringEquals, Next]) => ({ Variable, StringEquals, Next }));
  return { Type: 'Choice', Choices, Default };
}

function whenDone(Variable: string, next: string, wait: string): ChoiceState {
  return { Type: 'Choice', Choices: [{ Variable, BooleanEquals: true, Next: next }], Default: wait };
}
