import { Effect } from 'effect';
import type { Finding } from '../checkup.ts';
import { suggest } from '../launcher.ts';
import { type Deployment, findDeployment } from './deployment.ts';

/** What is looked at in an environment, one call of AWS each. */
const LOOKS: readonly {
  readonly subject: string;
  readonly look: (deployment: Deployment) => Promise<Omit<Finding, 'subject'>>;
}[] = [
  { subject: 'secret', look: lookAtSecret },
  { subject: 'messages', look: lookAtSubscriptions },
  { subject: 'crawler', look: lookAtCrawler },
  { subject: 'quota', look: lookAtQuota },
];

/** Looks whether an environment on AWS is as it should be. It never fails and never makes anything. */
export const examineEnvironment = Effect.fn('sales.examineEnvironment')(function* (environment: string) {
  const identity = yield* Effect.promise(lookAtIdentity);
  if (identity.level === 'fail') return [identity];
  const found = yield* Effect.result(findDeployment(environment));
  if (found._tag === 'Failure') {
    const { message } = found.failure;
    return [
      identity,
      { level: 'fail', subject: 'stacks', message, next: `pnpm deploy:${environment}` } satisfies Finding,
    ];
  }
  const deployment = found.success;
  const stacks: Finding = {
    level: 'ok',
    subject: 'stacks',
    message: `sales-${environment}-{data,warehouse,pipeline} in ${deployment.region}; the lake is ${deployment.lakeBucket}.`,
  };
  const findings = yield* Effect.forEach(LOOKS, ({ subject, look }) =>
    Effect.promise(async (): Promise<Finding> => {
      try {
        return { subject, ...(await look(deployment)) };
      } catch (error) {
        const { name, message: said } = error as Error;
        const message = `Could not be looked at: ${said}`;
        // What is gone is a fault; what this user may not see may be in order.
        return /NotFound/.test(name)
          ? { level: 'fail', subject, message, next: `pnpm deploy:${environment}` }
          : { level: 'warn', subject, message, next: 'Ask for the permission that is named.' };
      }
    }),
  );
  return [identity, stacks, ...findings];
});

async function lookAtIdentity(): Promise<Finding> {
  const subject = 'identity';
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({});
  try {
    const region = await client.config.region();
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    return { level: 'ok', subject, message: `${Arn} in account ${Account}, region ${region}.` };
  } catch (error) {
    const { message: said } = error as Error;
    const message = `AWS does not know who asks: ${said}.`;
    const next = /region/i.test(said)
      ? 'Set AWS_REGION.'
      : 'Log in, e.g. `aws sso login`, or set AWS_PROFILE.';
    return { level: 'fail', subject, message, next };
  }
}

async function lookAtSecret({ loaderSecret, environment }: Deployment): Promise<Omit<Finding, 'subject'>> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const { DeletedDate, RotationEnabled, Name } = await new SecretsManagerClient({}).send(
    new DescribeSecretCommand({ SecretId: loaderSecret }),
  );
  if (DeletedDate !== undefined) {
    const next = `aws secretsmanager restore-secret --secret-id ${Name}`;
    return { level: 'fail', message: `${Name} is to be deleted.`, next };
  }
  if (RotationEnabled === true)
    return { level: 'ok', message: `${Name} is there, and its password is rotated.` };
  return { level: 'warn', message: `${Name} is there, but not rotated.`, next: `pnpm deploy:${environment}` };
}

async function lookAtSubscriptions({ topicArns }: Deployment): Promise<Omit<Finding, 'subject'>> {
  const { ListSubscriptionsByTopicCommand, SNSClient } = await import('@aws-sdk/client-sns');
  const client = new SNSClient({});
  const lists = await Promise.all(
    topicArns.map(async (TopicArn) => {
      const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      return Subscriptions;
    }),
  );
  const pending = lists.flat().filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
  if (pending.length > 0) {
    const message = `${pending.length} of ${lists.flat().length} subscriptions wait for their confirmation.`;
    return { level: 'warn', message, next: 'Open the link in the mail that AWS sent to that address.' };
  }
  const deaf = topicArns.filter((_topic, index) => lists[index]!.length === 0);
  if (deaf.length > 0) {
    const names = deaf.map((arn) => arn.split(':').at(-1)).join(', ');
    const next =
      'Name a secret with the address in infra/config (mailSecret), or set SALES_MAIL, and deploy.';
    return { level: 'warn', message: `Nobody subscribes to ${names}.`, next };
  }
  return { level: 'ok', message: `${lists.flat().length} subscriptions, all confirmed.` };
}

async function lookAtCrawler({ crawler }: Deployment): Promise<Omit<Finding, 'subject'>> {
  const { GetCrawlerCommand, GlueClient } = await import('@aws-sdk/client-glue');
  const { Crawler } = await new GlueClient({}).send(new GetCrawlerCommand({ Name: crawler }));
  const last = Crawler?.LastCrawl;
  if (last?.Status === 'FAILED') {
    const next = 'Mend what the message names; the next batch starts the crawler again.';
    return {
      level: 'fail',
      message: `The last crawl failed: ${last.ErrorMessage ?? 'no reason given'}.`,
      next,
    };
  }
  const when =
    last?.StartTime === undefined ? 'has not crawled yet' : `crawled at ${last.StartTime.toISOString()}`;
  return { level: 'ok', message: `${crawler} ${when}.` };
}

/** AWS gives a new account fewer calls at once than the Map wants. */
async function lookAtQuota({ environment }: Deployment): Promise<Omit<Finding, 'subject'>> {
  const { GetAccountSettingsCommand, GetFunctionConfigurationCommand, LambdaClient } = await import(
    '@aws-sdk/client-lambda'
  );
  const client = new LambdaClient({});
  const FunctionName = `sales-${environment}-clean`;
  const { State } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
  if (State !== undefined && State !== 'Active' && State !== 'Inactive') {
    return {
      level: 'warn',
      message: `The function ${FunctionName} is ${State}.`,
      next: suggest(`doctor --env ${environment}`),
    };
  }
  const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
  const calls = AccountLimit?.ConcurrentExecutions ?? 0;
  const fewest = 100;
  if (calls >= fewest) return { level: 'ok', message: `Lambda runs ${calls} calls at once in this account.` };
  const next =
    'Ask for more under Service Quotas, "Concurrent executions", or lower engine.cleanConcurrency.';
  return { level: 'warn', message: `Lambda runs only ${calls} calls at once in this account.`, next };
}
