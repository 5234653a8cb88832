import { describe, expect, it } from 'vitest';
import { allStatements } from './support/statements.ts';

/**
 * The actions whose `Resource` is `*`, because their service takes no other: the "resource types" column of its page
 * in the Service Authorization Reference is empty for them.
 */
const WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'AWS X-Ray: the action takes no resource.',
  'xray:PutTelemetryRecords': 'AWS X-Ray: the action takes no resource.',
  'xray:GetSamplingRules': 'AWS X-Ray: the action takes no resource.',
  'xray:GetSamplingTargets': 'AWS X-Ray: the action takes no resource.',
  'logs:CreateLogDelivery': 'CloudWatch Logs: the action takes no resource.',
  'logs:GetLogDelivery': 'CloudWatch Logs: the action takes no resource.',
  'logs:UpdateLogDelivery': 'CloudWatch Logs: the action takes no resource.',
  'logs:DeleteLogDelivery': 'CloudWatch Logs: the action takes no resource.',
  'logs:ListLogDeliveries': 'CloudWatch Logs: the action takes no resource.',
  'logs:PutResourcePolicy': 'CloudWatch Logs: the action takes no resource.',
  'logs:DescribeResourcePolicies': 'CloudWatch Logs: the action takes no resource.',
  'logs:DescribeLogGroups':
    'CloudWatch Logs, "Logging using CloudWatch Logs" of Step Functions asks for it on `*`.',
  'redshift-data:DescribeStatement': 'Redshift Data API: no resource; limited by statement-owner-iam-userid.',
  'redshift-data:GetStatementResult':
    'Redshift Data API: no resource; limited by statement-owner-iam-userid.',
  'redshift-data:CancelStatement': 'Redshift Data API: no resource; limited by statement-owner-iam-userid.',
  'secretsmanager:GetRandomPassword': 'Secrets Manager: the action takes no resource.',
  'glue:GetSecurityConfiguration': 'AWS Glue: the action takes no resource.',
};

const statements = allStatements();
const allowing = statements.filter(({ effect }) => effect === 'Allow');

describe('the policies of all templates', () => {
  it('were found', () => {
    const types = new Set(statements.map(({ type }) => type));
    for (const type of [
      'IAM::Policy',
      'IAM::Role',
      'KMS::Key',
      'S3::BucketPolicy',
      'SQS::QueuePolicy',
      'SNS::TopicPolicy',
      'EC2::VPCEndpoint',
    ])
      expect(types).toContain(`AWS::${type}`);
    expect(statements.length).toBeGreaterThan(150);
  });

  it('allow no action with a wildcard', () => {
    const wild = allowing.filter(({ actions }) => actions.some((action) => action.includes('*')));
    // A key that its own account may not administer is lost: AWS KMS, "Default key policy".
    expect(
      wild.filter(({ type, actions }) => type !== 'AWS::KMS::Key' || actions.join() !== 'kms:*'),
    ).toEqual([]);
    for (const { principals } of wild) expect(JSON.stringify(principals)).toMatch(/:root"/);
  });

  it('allow nothing on every resource, but where the service takes no other', () => {
    const onAll = allowing.filter(
      ({ type, resources }) => type !== 'AWS::KMS::Key' && resources.some((resource) => resource === '*'),
    );
    const unexplained = onAll.flatMap(({ where, actions }) =>
      actions
        .filter((action) => WITHOUT_RESOURCE[action] === undefined)
        .map((action) => `${where}: ${action}`),
    );
    expect(unexplained).toEqual([]);
  });

  it('explain no action that is not there', () => {
    const used = new Set(allowing.flatMap(({ actions }) => actions));
    expect(Object.keys(WITHOUT_RESOURCE).filter((action) => !used.has(action))).toEqual([]);
  });

  it('leave to the Data API only statements that the role itself began', () => {
    const follow = allowing.filter(({ actions }) => actions.includes('redshift-data:DescribeStatement'));
    expect(follow.length).toBeGreaterThan(0);
    for (const { conditions } of follow) {
      expect(conditions).toEqual({
        StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' },
      });
    }
  });

  it('trust services, never other accounts or everyone', () => {
    const trusting = statements.filter(
      ({ type, principals }) => type === 'AWS::IAM::Role' && principals !== undefined,
    );
    expect(trusting.length).toBeGreaterThan(10);
    for (const { where, principals } of trusting) {
      expect(Object.keys(principals as object), where).toEqual(['Service']);
    }
  });

  it('say what each statement of a role is for', () => {
    const unnamed = allowing.filter(({ type, sid }) => type === 'AWS::IAM::Policy' && sid === undefined);
    expect(unnamed.map(({ where, actions }) => `${where}: ${actions.join()}`)).toEqual([]);
  });
});
