import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type Definition,
  type FunctionOptions,
  type Functions,
  type GlueJob,
  type GlueJobs,
  openGlueJobs,
  startFunctions,
  startStepFunctions,
  StatesError,
  type StepFunctions,
} from '@sales/emulators';
import type { AdministratorName, HandlerName } from '@sales/workflow';

/** What a deployment is: the state machine, and the functions by the names they have in `@sales/workflow`. */
export interface DeployedWorkflow {
  readonly machine: string;
  readonly definition: Definition;
  /** What the functions' ARNs begin with; their names follow. */
  readonly arnPrefix: string;
  readonly functions: Readonly<Record<string, FunctionOptions>>;
  /** The jobs of Glue by their names in the account. */
  readonly jobs: Readonly<Record<string, GlueJob>>;
}

/** How a workflow is run. */
export interface RunOptions {
  /** How SDKs find the stand-ins. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Gives where the functions are to find a stand-in, by where it is. */
  readonly before: (endpoint: string) => Promise<string>;
  readonly s3: S3Client;
  /** How long a second of the workflow's waiting takes. */
  readonly msPerSecond: number;
}

/** The workflow and its functions, at work. */
export interface Deployment {
  readonly functions: Functions;
  readonly glue: GlueJobs;
  readonly stepFunctions: StepFunctions;
  readonly invoke: (name: HandlerName | AdministratorName, event: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Runs a workflow with its functions. */
export async function runDeployment(deployed: DeployedWorkflow, options: RunOptions): Promise<Deployment> {
  const { machine, definition, arnPrefix } = deployed;
  const { endpoints, before, s3, msPerSecond } = options;
  const s3Endpoint = endpoints['AWS_ENDPOINT_URL']!;
  const glue = openGlueJobs({ jobs: deployed.jobs, s3Endpoint, environment: endpoints });
  // The functions know the machine's name, and the machine calls the functions.
  const later: { functions?: Functions } = {};

  const call = async (resource: string, parameters: unknown): Promise<unknown> => {
    switch (resource) {
      case 'arn:aws:states:::lambda:invoke': {
        const { FunctionName, Payload } = parameters as { FunctionName: string; Payload: unknown };
        const answer = await later.functions!.invoke(FunctionName.slice(arnPrefix.length), Payload);
        return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: answer };
      }
      case 'arn:aws:states:::s3:getObject': {
        const { Bucket, Key } = parameters as { Bucket: string; Key: string };
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        return JSON.parse(await Body!.transformToString()) as unknown;
      }
      case 'arn:aws:states:::glue:startJobRun.sync':
        return glue.runSync(parameters);
      default:
        throw new StatesError('States.Runtime', `${resource} is not rehearsed.`);
    }
  };
  const stepFunctions = await startStepFunctions({
    name: machine,
    definition,
    call,
    msPerSecond,
    // The rule on the machine's status changes.
    onEnd: async ({ name, input, outcome }) => {
      if (outcome?.status !== 'FAILED') return;
      const { status, error, cause } = outcome;
      const detail = { name, status, input, error, cause };
      const event = { 'detail-type': 'Step Functions Execution Status Change', detail };
      // Nobody waits for an answer to an event.
      await later.functions!.invoke('notify', event).catch((error: unknown) => {
        if (!(error instanceof StatesError)) throw error;
      });
    },
  });

  const statesEndpoint = await before(stepFunctions.url);
  const functions = startFunctions(
    Object.fromEntries(
      Object.entries(deployed.functions).map(([name, { environment, ...rest }]) => [
        name,
        {
          ...rest,
          environment: {
            ...endpoints,
            AWS_ENDPOINT_URL_SFN: statesEndpoint,
            // So that its calls are told from those of the others.
            AWS_ACCESS_KEY_ID: name,
            ...environment,
          },
        },
      ]),
    ),
  );
  later.functions = functions;
  return {
    functions,
    glue,
    stepFunctions,
    invoke: functions.invoke,
    stop: async () => {
      await functions.stop();
      await glue.stop();
      await stepFunctions.close();
    },
  };
}
