import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { clientSettings, openClients } from './resources.ts';

/** Lists what an account has of buckets, functions, state machines, queues, topics, rules and secrets, by name. */
export async function whatIsThere(endpoint: string): Promise<readonly string[]> {
  const settings = clientSettings(endpoint);
  const { s3, sqs, sns, events } = openClients(endpoint);
  const [buckets, functions, machines, queues, topics, rules, secrets] = await Promise.all([
    s3.send(new ListBucketsCommand({})),
    new LambdaClient(settings).send(new ListFunctionsCommand({})),
    new SFNClient(settings).send(new ListStateMachinesCommand({})),
    sqs.send(new ListQueuesCommand({})),
    sns.send(new ListTopicsCommand({})),
    events.send(new ListRulesCommand({})),
    new SecretsManagerClient(settings).send(new ListSecretsCommand({})),
  ]);
  return [
    ...(buckets.Buckets ?? []).map(({ Name }) => `bucket ${Name}`),
    ...(functions.Functions ?? []).map(({ FunctionName }) => `function ${FunctionName}`),
    ...(machines.stateMachines ?? []).map(({ name }) => `state machine ${name}`),
    ...(queues.QueueUrls ?? []).map((url) => `queue ${url.split('/').at(-1)}`),
    ...(topics.Topics ?? []).map(({ TopicArn }) => `topic ${TopicArn!.split(':').at(-1)}`),
    ...(rules.Rules ?? []).map(({ Name }) => `rule ${Name}`),
    ...(secrets.SecretList ?? []).map(({ Name }) => `secret ${Name}`),
  ];
}
