import { Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TriggerProps } from './TriggerProps.ts';

/**
 * From a file in the lake to a batch: EventBridge puts the event into a queue, the queue gathers events, the intake
 * makes a batch of them. What cannot be delivered or taken in ends in the dead-letter queue, which is watched.
 */
export class Trigger extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly rule: Rule;

  constructor(scope: Construct, id: string, props: TriggerProps) {
    super(scope, id);
    const { prefix, bucket, rawPrefix, intake, intakeTimeoutSeconds, gatherSeconds, maxFiles } = props;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: `${prefix}-events-dead`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const id of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
      Validations.of(this.deadLetters).acknowledge({
        id,
        reason: 'This is the dead-letter queue itself; an alarm watches it.',
      });
    }
    this.queue = new Queue(this, 'Events', {
      queueName: `${prefix}-events`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS asks for six times what the function may take, and the time that events are gathered for.
      visibilityTimeout: Duration.seconds(6 * intakeTimeoutSeconds + gatherSeconds),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.rule = new Rule(this, 'NewFile', {
      ruleName: `${prefix}-new-file`,
      description: `A file under ${rawPrefix} is new or was written again.`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: rawPrefix }] } },
      },
      targets: [
        new SqsQueue(this.queue, {
          deadLetterQueue: this.deadLetters,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
    const mapping = new CfnEventSourceMapping(this, 'Gather', {
      eventSourceArn: this.queue.queueArn,
      functionName: intake.functionName,
      batchSize: maxFiles,
      maximumBatchingWindowInSeconds: gatherSeconds,
      functionResponseTypes: ['ReportBatchItemFailures'],
      // Two is the least there is; the ledger lets only one of two claim an object.
      scalingConfig: { maximumConcurrency: 2 },
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'For a queue the dead-letter queue of the queue takes this place; Lambda has no destination for it.',
    });
  }
}
