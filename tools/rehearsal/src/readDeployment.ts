import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, paginateDescribeStacks } from '@aws-sdk/client-cloudformation';
import {
  type EventSourceMappingConfiguration,
  GetFunctionCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type Definition, type FunctionOptions, motoPython } from '@sales/emulators';
import { administratorNames, handlerNames } from '@sales/workflow';
import type { DeployedWorkflow } from './deployment.ts';
import { clientSettings } from './resources.ts';

/** What was deployed for an environment, as AWS tells it. */
export interface ReadDeployment {
  readonly outputs: ReadonlyMap<string, string>;
  readonly workflow: DeployedWorkflow;
  /** What hands the queue's messages to the intake. */
  readonly mapping: EventSourceMappingConfiguration;
}

/** Reads what was deployed, and unpacks the functions' code into a folder. Nothing here knows the templates. */
export async function readDeployment(
  endpoint: string,
  environment: string,
  folder: string,
): Promise<ReadDeployment> {
  const settings = clientSettings(endpoint);
  const prefix = `sales-${environment}-`;
  const outputs = new Map<string, string>();
  for await (const { Stacks = [] } of paginateDescribeStacks(
    { client: new CloudFormationClient(settings) },
    {},
  )) {
    for (const { StackName, Outputs = [] } of Stacks) {
      if (!StackName!.startsWith(prefix)) continue;
      for (const { OutputKey, OutputValue } of Outputs) outputs.set(OutputKey!, OutputValue!);
    }
  }
  const { name, definition } = await new SFNClient(settings).send(
    new DescribeStateMachineCommand({ stateMachineArn: outputs.get('StateMachine') }),
  );

  const lambda = new LambdaClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const functions: [string, FunctionOptions][] = [];
  for (const each of [...handlerNames, ...administratorNames]) {
    const { Configuration, Code } = await lambda.send(
      new GetFunctionCommand({ FunctionName: `${prefix}${each}` }),
    );
    const { Environment, MemorySize, Timeout } = Configuration!;
    const target = join(folder, each);
    await unpack(s3, Code!.Location!, target);
    functions.push([
      each,
      {
        bundle: join(target, 'index.mjs'),
        environment: Environment!.Variables!,
        memoryMb: MemorySize!,
        timeoutSeconds: Timeout!,
      },
    ]);
  }
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: `${prefix}intake` }),
  );
  const mapping = EventSourceMappings[0]!;
  return {
    outputs,
    mapping,
    workflow: {
      machine: name!,
      definition: JSON.parse(definition!) as Definition,
      arnPrefix: mapping.FunctionArn!.slice(0, -'intake'.length),
      functions: Object.fromEntries(functions),
      // Moto makes the jobs, and gives nothing to run them with: dev's batches are all for Lambda.
      jobs: {},
    },
  };
}

/** Unpacks a function's code. Moto gives its address with a bucket of Lambda's own; it is where the CDK put it. */
async function unpack(s3: S3Client, location: string, target: string): Promise<void> {
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: 'cdk-hnb659fds-assets-123456789012-us-east-1',
      Key: new URL(location).pathname.slice(1),
    }),
  );
  writeFileSync(`${target}.zip`, await Body!.transformToByteArray());
  execFileSync(motoPython, ['-m', 'zipfile', '-e', `${target}.zip`, target]);
}
