import { errorNames, handlerNames } from '@sales/workflow';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { logFilters } from '../../src/constructs/Monitoring.ts';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

const dev = template('dev', 'pipeline');
const json = templateJson('dev', 'pipeline');
const alarms = resourcesOf(json, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const alarm = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `sales-dev-${name}`)!;

describe('the logs', () => {
  const patterns = new Set(
    resourcesOf(json, 'AWS::Logs::MetricFilter').map(
      ([, { Properties }]) => Properties.FilterPattern as string,
    ),
  );

  it('are counted by the field that says the level, never by a word in the text', () => {
    expect(patterns.size).toBe(4);
    for (const pattern of patterns) expect(pattern).toMatch(/^\{.*\$\.(level|type) = ".*\}$/);
  });

  it('count no error that the workflow tries again', () => {
    const errors = logFilters.Errors;
    for (const name of Object.values(errorNames)) {
      expect(errors).toContain(`$.message.errorType != "${name}"`);
    }
    expect(errors).toContain('$.message.errorType NOT EXISTS');
  });

  it.each(handlerNames)('of %s are counted for errors, exceptions, failures and runtime errors', (name) => {
    const filters = resourcesOf(json, 'AWS::Logs::MetricFilter').filter(([id]) =>
      id.startsWith(`Monitoring${name}`),
    );
    const counted = filters.map(
      ([, { Properties }]) => (Properties.MetricTransformations as { MetricName: string }[])[0]!.MetricName,
    );
    expect(counted.sort()).toEqual(['Errors', 'Exceptions', 'Failures', 'RuntimeErrors']);
  });
});

describe('the alarms', () => {
  it('tell the topic of alarms when they ring and when they are over', () => {
    expect(alarms.length).toBeGreaterThanOrEqual(10);
    for (const { AlarmActions, OKActions } of alarms) {
      expect(JSON.stringify(AlarmActions)).toContain('Alarms');
      expect(OKActions).toEqual(AlarmActions);
    }
  });

  it.each([
    ['errors', 'Errors'],
    ['runtime-errors', 'RuntimeErrors'],
    ['batch-failed', 'ExecutionsFailed'],
    ['batch-timed-out', 'ExecutionsTimedOut'],
    ['batch-stopped', 'ExecutionsAborted'],
    ['batch-throttled', 'ExecutionThrottled'],
    ['dead-letters', 'ApproximateNumberOfMessagesVisible'],
    ['new-file-undelivered', 'FailedInvocations'],
  ])('%s rings for the first of %s', (name, metric) => {
    expect(alarm(name)).toMatchObject({
      MetricName: metric,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('ring when an event waits for too long', () => {
    expect(alarm('events-wait')).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: 30 * 60,
    });
  });

  it('ring when an event that was given up is half way to being lost', () => {
    const { MetricName, Threshold, Dimensions } = alarm('dead-letters-old');
    expect([MetricName, Threshold]).toEqual(['ApproximateAgeOfOldestMessage', 7 * 24 * 3600]);
    expect(JSON.stringify(Dimensions)).toContain('DeadLetters');
    const [, queue] = resourcesOf(json, 'AWS::SQS::Queue').find(([id]) => id.includes('DeadLetters'))!;
    expect(queue.Properties.MessageRetentionPeriod).toBe(2 * (Threshold as number));
  });

  it('ring when nothing was loaded for as long as the settings say, also if nothing was ever counted', () => {
    expect(alarm('stale')).toMatchObject({
      Namespace: 'SalesEtl',
      MetricName: 'BatchesLoaded',
      Period: 3600,
      EvaluationPeriods: 48,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('ring for the share of quarantined rows, not for their number', () => {
    const { Metrics, Threshold } = alarm('quarantine') as { Metrics: unknown[]; Threshold: number };
    expect(Threshold).toBe(0.1);
    expect(JSON.stringify(Metrics)).toContain('IF(read > 0, quarantined / read, 0)');
  });
});

describe('the dashboard', () => {
  it('is there, under the name of the environment', () => {
    dev.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: 'sales-dev',
      DashboardBody: Match.anyValue(),
    });
  });
});
