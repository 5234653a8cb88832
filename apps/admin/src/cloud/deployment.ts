import { Effect } from 'effect';
import { EnvironmentAbsent } from '../errors.ts';

/** What was deployed for an environment, as its stacks' outputs say. */
export interface Deployment {
  readonly environment: string;
  readonly region: string;
  readonly lakeBucket: string;
  readonly stateMachineArn: string;
  readonly crawler: string;
  readonly topicArns: readonly string[];
  readonly warehouse: { readonly workgroup: string } | { readonly cluster: string };
  readonly database: string;
  readonly schema: string;
  readonly loaderSecret: string;
}

/** Where the stack that holds each output is. */
const OUTPUTS = {
  data: ['LakeBucket', 'BatchesTopic', 'AlarmsTopic'],
  warehouse: ['WarehouseName', 'WarehouseKind', 'WarehouseDatabase', 'WarehouseSchema', 'LoaderSecret'],
  pipeline: ['StateMachine', 'Crawler'],
} as const;

/** Reads what was deployed for an environment. The AWS SDK is loaded only here and in what follows. */
export const findDeployment = Effect.fn('sales.findDeployment')(function* (environment: string) {
  const sdk = yield* Effect.promise(() => import('@aws-sdk/client-cloudformation'));
  const client = new sdk.CloudFormationClient({});
  const outputs = new Map<string, string>();
  for (const stack of Object.keys(OUTPUTS)) {
    const StackName = `sales-${environment}-${stack}`;
    const { Stacks = [] } = yield* Effect.tryPromise({
      try: () => client.send(new sdk.DescribeStacksCommand({ StackName })),
      catch: (cause) => absent(environment, StackName, cause as Error),
    });
    for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? []) outputs.set(OutputKey!, OutputValue!);
  }
  for (const [stack, names] of Object.entries(OUTPUTS)) {
    const missing = names.filter((name) => !outputs.has(name));
    if (missing.length > 0) {
      const message = `The stack sales-${environment}-${stack} has no output ${missing.join(', ')}; deploy this version of it: \`pnpm deploy:${environment}\`.`;
      return yield* new EnvironmentAbsent({ environment, message });
    }
  }
  const of = (name: string): string => outputs.get(name)!;
  const name = of('WarehouseName');
  return {
    environment,
    region: yield* Effect.promise(() => client.config.region()),
    lakeBucket: of('LakeBucket'),
    stateMachineArn: of('StateMachine'),
    crawler: of('Crawler'),
    topicArns: [of('BatchesTopic'), of('AlarmsTopic')],
    warehouse: of('WarehouseKind') === 'serverless' ? { workgroup: name } : { cluster: name },
    database: of('WarehouseDatabase'),
    schema: of('WarehouseSchema'),
    loaderSecret: of('LoaderSecret'),
  } satisfies Deployment;
});

function absent(environment: string, stack: string, cause: Error): EnvironmentAbsent {
  const { name, message: said } = cause;
  if (/does not exist/.test(said)) {
    const message = `There is no stack ${stack} in this account and region; deploy it: \`pnpm deploy:${environment}\`, or name another environment with --env.`;
    return new EnvironmentAbsent({ environment, message, cause });
  }
  if (/credential|token|security/i.test(`${name} ${said}`)) {
    const message = `AWS does not know who asks (${said}); log in, e.g. \`aws sso login\`, or set AWS_PROFILE.`;
    return new EnvironmentAbsent({ environment, message, cause });
  }
  const hint = /region/i.test(said) ? 'set AWS_REGION' : 'run `sales doctor` with the same --env';
  return new EnvironmentAbsent({
    environment,
    message: `The environment ${environment} could not be looked up (${said}); ${hint}.`,
    cause,
  });
}
