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

export function openClients(endpoint: string): Clients {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
  };
  return {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: new SQSClient(settings),
    sns: new SNSClient(settings),
    events: new EventBridgeClient(settings),
  };
}

/** Makes a versioned bucket whose events go by EventBridge into a queue with a dead-letter queue, and a topic. */
export async function makeResources({ s3, sqs, sns, events }: Clients): Promise<Resources> {
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

  const makeQueue = async (name: string, attributes: Record<string, string> = {}) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: QueueUrl!, AttributeNames: ['QueueArn'] }),
    );
    return { url: QueueUrl!, arn: Attributes!['QueueArn']! };
  };
  const dead = await makeQueue('sales-rehearsal-events-dead');
  const queue = await makeQueue('sales-rehearsal-events', {
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
  const mailbox = await makeQueue('sales-rehearsal-mailbox');
  await sns.send(new SubscribeCommand({ TopicArn: TopicArn!, Protocol: 'sqs', Endpoint: mailbox.arn }));
  return {
    bucket,
    queueUrl: queue.url,
    deadQueueUrl: dead.url,
    topicArn: TopicArn!,
    mailboxUrl: mailbox.url,
  };
}
