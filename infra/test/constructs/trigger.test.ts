import { handlerSizes } from '@sales/workflow';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

const dev = template('dev', 'pipeline');
const queues = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::SQS::Queue').map(
  ([, { Properties }]) => Properties,
);
const events = queues.find(({ QueueName }) => QueueName === 'sales-dev-events')!;

describe('a new file', () => {
  it('becomes an event in the queue, if it lies in raw', () => {
    dev.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'raw/sales/' }] }, bucket: { name: Match.anyValue() } },
      },
      Targets: [
        {
          Arn: Match.anyValue(),
          DeadLetterConfig: Match.anyValue(),
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86400 },
        },
      ],
    });
  });

  it('is gathered with others, and only what failed of them comes again', () => {
    dev.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 60,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('is not seen twice while the intake is at work on it', () => {
    expect(events.VisibilityTimeout).toBe(6 * handlerSizes.intake.timeoutSeconds + 60);
  });

  it('that fails five times is kept for two weeks', () => {
    expect(events.RedrivePolicy).toMatchObject({ maxReceiveCount: 5 });
    expect(queues.find(({ QueueName }) => QueueName === 'sales-dev-events-dead')).toMatchObject({
      MessageRetentionPeriod: 14 * 86400,
    });
  });

  it('passes queues that are encrypted and take TLS only', () => {
    for (const queue of queues) expect(queue.SqsManagedSseEnabled).toBe(true);
    const policies = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(queues.length);
    for (const [, { Properties }] of policies) {
      expect(JSON.stringify(Properties.PolicyDocument)).toContain('"aws:SecureTransport":"false"');
    }
  });
});

describe('a batch that ended without its own failure path', () => {
  it('is told of by notify, whose own failures are kept', () => {
    dev.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: Match.anyValue() },
      },
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Handlersnotify'), 'Arn'] },
          DeadLetterConfig: Match.anyValue(),
        },
      ],
    });
    dev.resourceCountIs('AWS::Lambda::EventInvokeConfig', 2);
  });
});
