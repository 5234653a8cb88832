import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

const lake = (environment: string) =>
  resourcesOf(templateJson(environment, 'data'), 'AWS::S3::Bucket').find(
    ([, { Properties }]) => Properties.VersioningConfiguration !== undefined,
  )!;

describe('the lake', () => {
  it('keeps versions, tells EventBridge of files, logs access, and is closed to the public', () => {
    template('dev', 'data').hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      LoggingConfiguration: { DestinationBucketName: Match.anyValue(), LogFilePrefix: 'lake/' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  it('is under the key of S3 in dev, and under a key of the environment in prod', () => {
    const [dev, prod] = ['dev', 'prod'].map((environment) =>
      JSON.stringify(lake(environment)[1].Properties.BucketEncryption),
    );
    expect(dev).toContain('"AES256"');
    expect(prod).toContain('"aws:kms"');
    expect(prod).toContain('"BucketKeyEnabled":true');
  });

  it('takes requests over TLS 1.2 and later only, as does the bucket of its access logs', () => {
    const policies = resourcesOf(templateJson('prod', 'data'), 'AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(2);
    for (const [, { Properties }] of policies) {
      const denials = JSON.stringify(Properties.PolicyDocument);
      expect(denials).toContain('"aws:SecureTransport":"false"');
      expect(denials).toContain('"s3:TlsVersion":1.2');
    }
  });

  it('makes old raw files cheaper, and lets old versions, quarantine, broken uploads and locks end', () => {
    const rules = (lake('prod')[1].Properties.LifecycleConfiguration as { Rules: Record<string, unknown>[] })
      .Rules;
    const rule = (id: string) => rules.find(({ Id }) => Id === id);
    expect(rule('raw-becomes-cheaper')).toMatchObject({
      Prefix: 'raw/sales/',
      Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 90 }],
    });
    expect(rule('quarantine-ends')).toMatchObject({ Prefix: 'quarantine/sales/', ExpirationInDays: 365 });
    expect(rule('tidy')).toMatchObject({
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
    });
    expect(rule('locks-leave-nothing')).toMatchObject({ Prefix: 'locks/' });
  });

  it('never lets a current file of raw, silver or gold end', () => {
    const rules = (lake('prod')[1].Properties.LifecycleConfiguration as { Rules: Record<string, unknown>[] })
      .Rules;
    const ending = rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);
    expect(ending.map(({ Prefix }) => Prefix)).toEqual(['quarantine/sales/']);
  });

  it('outlives its stack where it is protected', () => {
    expect(lake('prod')[1].DeletionPolicy).toBe('Retain');
    expect(lake('prod')[1].UpdateReplacePolicy).toBe('Retain');
    expect(lake('dev')[1].DeletionPolicy).toBe('Delete');
  });
});
