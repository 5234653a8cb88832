import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

describe('a serverless warehouse', () => {
  const dev = template('dev', 'warehouse');

  it('is private, sends COPY through its own network, and logs who does what', () => {
    dev.hasResourceProperties('AWS::RedshiftServerless::Workgroup', {
      PubliclyAccessible: false,
      EnhancedVpcRouting: true,
      BaseCapacity: 8,
      MaxCapacity: 16,
      ConfigParameters: Match.arrayWith([{ ParameterKey: 'require_ssl', ParameterValue: 'true' }]),
    });
    dev.hasResourceProperties('AWS::RedshiftServerless::Namespace', {
      LogExports: ['connectionlog', 'useractivitylog', 'userlog'],
    });
  });

  it('leaves the administrator’s password to Redshift', () => {
    dev.hasResourceProperties('AWS::RedshiftServerless::Namespace', {
      ManageAdminPassword: true,
      AdminUserPassword: Match.absent(),
    });
  });

  it('is protected in staging, and leaves a last snapshot', () => {
    template('staging', 'warehouse').hasResource('AWS::RedshiftServerless::Namespace', {
      DeletionPolicy: 'Retain',
      Properties: { FinalSnapshotName: 'sales-staging-final', KmsKeyId: Match.anyValue() },
    });
  });
});

describe('a provisioned warehouse', () => {
  const prod = template('prod', 'warehouse');

  it('is a private, encrypted, logged cluster of ra3 nodes in a subnet group of its own', () => {
    prod.hasResourceProperties('AWS::Redshift::Cluster', {
      NodeType: 'ra3.xlplus',
      NumberOfNodes: 2,
      PubliclyAccessible: false,
      Encrypted: true,
      KmsKeyId: Match.anyValue(),
      EnhancedVpcRouting: true,
      ManageMasterPassword: true,
      MasterUserPassword: Match.absent(),
      ClusterSubnetGroupName: Match.anyValue(),
      LoggingProperties: { LogDestinationType: 'cloudwatch' },
      AutomatedSnapshotRetentionPeriod: 35,
    });
    prod.hasResourceProperties('AWS::Redshift::ClusterParameterGroup', {
      Parameters: Match.arrayWith([
        { ParameterName: 'require_ssl', ParameterValue: 'true' },
        { ParameterName: 'enable_user_activity_logging', ParameterValue: 'true' },
      ]),
    });
  });

  it('leaves a snapshot when it goes', () => {
    prod.hasResource('AWS::Redshift::Cluster', {
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    });
  });
});

describe('COPY', () => {
  it('reads gold and manifests, and writes nothing', () => {
    const policies = resourcesOf(templateJson('dev', 'warehouse'), 'AWS::IAM::Policy').filter(([id]) =>
      id.includes('CopyRole'),
    );
    const actions = policies.flatMap(([, { Properties }]) =>
      (Properties.PolicyDocument as { Statement: { Action: string | string[] }[] }).Statement.flatMap(
        ({ Action }) => Action,
      ),
    );
    expect(actions.sort()).toEqual(['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket']);
  });
});
