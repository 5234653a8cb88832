import { join } from 'node:path';
import { salesContract } from '@sales/schema';
import {
  environmentOf,
  type HandlerName,
  handlerNames,
  handlerSizes,
  renderWorkflow,
  type StepName,
  stepNames,
} from '@sales/workflow';
import type { DeployedWorkflow } from './deployment.ts';
import { jobNames } from './jobs.ts';

/** What is rendered here instead of deployed: the variables by name, and the folder of the handlers' bundles. */
export interface RenderOptions {
  readonly settings: Readonly<Record<string, string>>;
  readonly bundles: string;
  /** By the names in `jobNames`. */
  readonly jobs: DeployedWorkflow['jobs'];
  readonly lakeBucket: string;
  readonly concurrency: number;
}

const account = 'us-east-1:123456789012';

/** Renders the very definition that is deployed, with the handlers' bundles as its functions. */
export function renderDeployment(options: RenderOptions): DeployedWorkflow {
  const { bundles, jobs, settings, lakeBucket, concurrency } = options;
  const machine = 'sales-rehearsal-batch';
  const arnPrefix = `arn:aws:lambda:${account}:function:`;
  const functionArns = Object.fromEntries(stepNames.map((step) => [step, arnPrefix + step])) as Record<
    StepName,
    string
  >;
  const known: Readonly<Record<string, string>> = {
    ...settings,
    STATE_MACHINE_ARN: `arn:aws:states:${account}:stateMachine:${machine}`,
  };
  // Only what the infrastructure gives it: a variable that a handler reads beside these is missing.
  const variablesOf = (name: HandlerName): Readonly<Record<string, string>> =>
    Object.fromEntries(
      environmentOf[name].flatMap((variable) =>
        known[variable] === undefined ? [] : [[variable, known[variable]]],
      ),
    );
  return {
    machine,
    definition: renderWorkflow({
      functionArns,
      lakeBucket,
      contractVersion: salesContract.version,
      concurrency,
      glueJobs: jobNames,
    }),
    arnPrefix,
    jobs,
    functions: Object.fromEntries(
      handlerNames.map((name) => [
        name,
        {
          bundle: join(bundles, name, 'index.mjs'),
          environment: variablesOf(name),
          ...handlerSizes[name],
        },
      ]),
    ),
  };
}
