import { join } from 'node:path';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type Functions,
  startFunctions,
  startStepFunctions,
  StatesError,
  type StepFunctions,
} from '@sales/emulators';
import { salesContract } from '@sales/schema';
import {
  environmentOf,
  type HandlerName,
  handlerNames,
  handlerSizes,
  renderWorkflow,
  stepNames,
  type StepName,
} from '@sales/workflow';

/** What the functions are given: the variables of their settings by name, and how SDKs find the stand-ins. */
export interface DeploymentOptions {
  readonly settings: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, string>>;
  /** The folder of the handlers' bundles. */
  readonly bundles: string;
  readonly lakeBucket: string;
  readonly concurrency: number;
  readonly s3: S3Client;
  /** How long a second of the workflow's waiting takes. */
  readonly msPerSecond: number;
}

/** The workflow and its functions, at work. */
export interface Deployment {
  readonly functions: Functions;
  readonly stepFunctions: StepFunctions;
  readonly invoke: (name: HandlerName, event: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

const arnPrefix = 'arn:aws:lambda:us-east-1:123456789012:function:';

/** Runs the very definition that is deployed, with the handlers' bundles as its functions. */
export async function deploy(options: DeploymentOptions): Promise<Deployment> {
  const { bundles, settings, endpoints, lakeBucket, concurrency, s3, msPerSecond } = options;
  const functionArns = Object.fromEntries(stepNames.map((step) => [step, arnPrefix + step])) as Record<
    StepName,
    string
  >;
  const definition = renderWorkflow({
    functionArns,
    lakeBucket,
    contractVersion: salesContract.version,
    concurrency,
  });
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
      default:
        throw new StatesError('States.Runtime', `${resource} is not rehearsed.`);
    }
  };
  const stepFunctions = await startStepFunctions({
    name: 'sales-rehearsal-batch',
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

  const known: Readonly<Record<string, string>> = {
    ...settings,
    STATE_MACHINE_ARN: stepFunctions.stateMachineArn,
  };
  const functions = startFunctions(
    Object.fromEntries(
      handlerNames.map((name) => [
        name,
        {
          bundle: join(bundles, name, 'index.mjs'),
          environment: {
            ...endpoints,
            AWS_ENDPOINT_URL_SFN: stepFunctions.url,
            // So that its calls are told from those of the others.
            AWS_ACCESS_KEY_ID: name,
            // Only what the infrastructure gives it: a variable that a handler reads beside these is missing.
            ...Object.fromEntries(
              environmentOf[name].flatMap((variable) =>
                known[variable] === undefined ? [] : [[variable, known[variable]]],
              ),
            ),
          },
          ...handlerSizes[name],
        },
      ]),
    ),
  );
  later.functions = functions;
  return {
    functions,
    stepFunctions,
    invoke: functions.invoke,
    stop: async () => {
      await functions.stop();
      await stepFunctions.close();
    },
  };
}
