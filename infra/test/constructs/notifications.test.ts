import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

describe('the topics', () => {
  it('are two, encrypted with the key of the environment', () => {
    const topics = resourcesOf(templateJson('dev', 'data'), 'AWS::SNS::Topic');
    expect(new Set(topics.map(([, { Properties }]) => Properties.TopicName))).toEqual(
      new Set(['sales-dev-alarms', 'sales-dev-batches']),
    );
    for (const [, { Properties }] of topics) expect(Properties.KmsMasterKeyId).toBeDefined();
  });

  it('let CloudWatch publish, which the key of AWS would not', () => {
    const keys = resourcesOf(templateJson('dev', 'data'), 'AWS::KMS::Key');
    const policy = JSON.stringify(keys[0]![1].Properties.KeyPolicy);
    expect(policy).toMatch(/"cloudwatch\.amazonaws\.com"/);
    const policies = resourcesOf(templateJson('dev', 'data'), 'AWS::SNS::TopicPolicy');
    expect(JSON.stringify(policies)).toContain('cloudwatch.amazonaws.com');
  });

  it('take the mail address from Secrets Manager, and hold none', () => {
    template('prod', 'data').resourceCountIs('AWS::SNS::Subscription', 2);
    template('prod', 'data').allResourcesProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: '{{resolve:secretsmanager:sales/prod/mail:SecretString:mail::}}',
    });
    template('dev', 'data').resourceCountIs('AWS::SNS::Subscription', 0);
  });
});
