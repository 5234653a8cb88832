import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { boundRoles } from '../../src/constructs/Security.ts';
import { allTemplates, resourcesOf, template } from '../support/templates.ts';

describe('the key of an environment', () => {
  it('changes every year, and can be brought back for a week in dev, for a month elsewhere', () => {
    for (const [environment, PendingWindowInDays] of [
      ['dev', 7],
      ['staging', 30],
      ['prod', 30],
    ] as const) {
      template(environment, 'data').resourceCountIs('AWS::KMS::Key', 1);
      template(environment, 'data').hasResourceProperties('AWS::KMS::Key', {
        EnableKeyRotation: true,
        PendingWindowInDays,
      });
    }
  });

  it('is used by services only for what belongs to this account', () => {
    for (const { json } of allTemplates()) {
      for (const [, { Properties }] of resourcesOf(json, 'AWS::KMS::Key')) {
        const { Statement } = Properties.KeyPolicy as {
          Statement: { Principal: { Service?: unknown }; Condition?: unknown }[];
        };
        const services = Statement.filter(({ Principal }) => Principal.Service !== undefined);
        expect(services).toHaveLength(3);
        for (const { Condition } of services) expect(JSON.stringify(Condition)).toContain('AWS::AccountId');
      }
    }
  });

  it('encrypts the data of staging and prod; those of dev are under keys that AWS holds', () => {
    expect(encryptionOf('dev')).not.toContain('aws:kms');
    for (const environment of ['staging', 'prod']) expect(encryptionOf(environment)).toContain('aws:kms');
  });
});

describe('a permissions boundary', () => {
  it('bounds every role below it', () => {
    const stack = new Stack(new App(), 'bounded');
    boundRoles(stack, 'company-boundary');
    new Role(stack, 'First', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    new Role(stack, 'Second', { assumedBy: new ServicePrincipal('glue.amazonaws.com') });
    const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(roles).toHaveLength(2);
    for (const role of roles) expect(JSON.stringify(role)).toContain(':policy/company-boundary');
  });

  it('is on no role where the settings name none', () => {
    for (const { name, json } of allTemplates())
      for (const [id, { Properties }] of resourcesOf(json, 'AWS::IAM::Role'))
        expect(Properties.PermissionsBoundary, `${name}/${id}`).toBeUndefined();
  });
});

function encryptionOf(environment: string): string {
  return JSON.stringify(template(environment, 'data').findResources('AWS::S3::Bucket'));
}
