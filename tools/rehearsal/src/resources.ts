import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Clients of the stand-ins, for what people and AWS itself do in a rehearsal. */
export interface Clients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly events: EventBridgeClient;
}

/** What the deployment makes, as far as the workflow meets it. */
export interface Resources {
  readonly bucket: string;
  readonly queueUrl: string;
  readonly deadQueueUrl: string;
  readonly topicArn: string;
  /** Where the topic's messages arrive, as in a mailbox. */
  readonly mailboxUrl: string;
}

/** How people's and AWS's own clients find the stand-ins. */
export function clientSettings(endpoint: string) {
  return {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
  };
}

export function openClients(endpoint: string): Clients {
  const settings = clientSettings(endpoint);
  return {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: new SQSClient(settings),
    sns: new SNSClient(settings),
    events: new EventBridgeClient(settings),
  };
}

/** Makes a versioned bucket whose events go by EventBridge into a queue with a dead-letter queue, and a topic. */
export async function makeResources(clients: Clients): Promise<Resources> {
  const { s3, sqs, sns, events } = clients;
  const bucket = 'sales-rehearsal-lake';
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );

  const dead = await makeQueue(sqs, 'sales-rehearsal-events-dead');
  const queue = await makeQueue(sqs, 'sales-rehearsal-events', {
    VisibilityTimeout: '2',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }),
  });
  const pattern = {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket] }, object: { key: [{ prefix: 'raw/sales/' }] } },
  };
  await events.send(
    new PutRuleCommand({ Name: 'sales-rehearsal-arrivals', EventPattern: JSON.stringify(pattern) }),
  );
  await events.send(
    new PutTargetsCommand({ Rule: 'sales-rehearsal-arrivals', Targets: [{ Id: 'queue', Arn: queue.arn }] }),
  );

  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'sales-rehearsal-batches' }));
  return {
    bucket,
    queueUrl: queue.url,
    deadQueueUrl: dead.url,
    topicArn: TopicArn!,
    mailboxUrl: await makeMailbox(clients, TopicArn!),
  };
}

/** Subscribes a queue to a topic, and gives its URL. */
export async function makeMailbox({ sqs, sns }: Clients, topicArn: string): Promise<string> {
  const { url, arn } = await makeQueue(sqs, 'sales-rehearsal-mailbox');
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arn }));
  return url;
}

async function makeQueue(sqs: SQSClient, QueueName: string, Attributes: Record<string, string> = {}) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const { Attributes: made } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: QueueUrl!, AttributeNames: ['QueueArn'] }),
  );
  return { url: QueueUrl!, arn: made!['QueueArn']! };
}
