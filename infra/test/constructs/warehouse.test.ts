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

describe.each(['dev', 'prod'])('the network of the warehouse in %s', (environment) => {
  const json = templateJson(environment, 'warehouse');

  it('has no way in and no way out but S3’s endpoint, which leads to the lake only', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'EIP', 'SecurityGroupIngress']) {
      expect(resourcesOf(json, `AWS::EC2::${type}`)).toEqual([]);
    }
    const groups = resourcesOf(json, 'AWS::EC2::SecurityGroup');
    expect(groups).toHaveLength(1);
    expect(groups[0]![1].Properties).not.toHaveProperty('SecurityGroupIngress');
    const endpoints = resourcesOf(json, 'AWS::EC2::VPCEndpoint');
    expect(endpoints).toHaveLength(1);
    const { VpcEndpointType, PolicyDocument } = endpoints[0]![1].Properties;
    expect(VpcEndpointType).toBe('Gateway');
    expect(JSON.stringify(PolicyDocument)).toContain('DataLake');
    expect(JSON.stringify(PolicyDocument)).not.toContain('"Resource":"*"');
  });

  it('spans three zones and logs its connections', () => {
    expect(resourcesOf(json, 'AWS::EC2::Subnet')).toHaveLength(3);
    expect(resourcesOf(json, 'AWS::EC2::FlowLog')).toHaveLength(1);
  });

  it('writes its logs encrypted, for a limited time', () => {
    for (const [, { Properties }] of resourcesOf(json, 'AWS::Logs::LogGroup')) {
      expect(Properties.KmsKeyId).toBeDefined();
      expect(Properties.RetentionInDays).toBe(environment === 'dev' ? 14 : 365);
    }
  });
});

describe('the secret of the user that loads', () => {
  it('is generated, with characters that Redshift takes, and under the key of the environment', () => {
    template('prod', 'warehouse').hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'sales-prod/warehouse/loader',
      KmsKeyId: Match.anyValue(),
      SecretString: Match.absent(),
      GenerateSecretString: {
        PasswordLength: 40,
        ExcludeCharacters: `"'/\\@ `,
        GenerateStringKey: 'password',
      },
    });
  });

  it('names the cluster that it is for, where there is one', () => {
    const secrets = ['prod', 'dev'].map((environment) =>
      JSON.stringify(resourcesOf(templateJson(environment, 'warehouse'), 'AWS::SecretsManager::Secret')),
    );
    expect(secrets[0]).toContain('dbClusterIdentifier');
    expect(secrets[1]).not.toContain('dbClusterIdentifier');
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
