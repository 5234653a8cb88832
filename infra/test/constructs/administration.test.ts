import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

const dev = template('dev', 'pipeline');

describe('the schema of the warehouse', () => {
  it('is brought up to date on deployment, which waits for it and fails with it', () => {
    dev.hasResourceProperties('Custom::Trigger', {
      InvocationType: 'RequestResponse',
      HandlerArn: { Ref: Match.stringLikeRegexp('^Administrationmigrate.*CurrentVersion') },
    });
  });

  it('is the administrator’s affair, of whom the functions know the secret’s name only', () => {
    dev.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'sales-dev-migrate',
      Environment: {
        Variables: Match.objectLike({
          REDSHIFT_ADMINISTRATOR_SECRET_ARN: 'redshift!sales-dev-sales_admin',
          REDSHIFT_WORKGROUP: Match.anyValue(),
        }),
      },
    });
  });

  it('is out of reach of the function that loads', () => {
    const load = resourcesOf(templateJson('dev', 'pipeline'), 'AWS::IAM::Policy').filter(([id]) =>
      id.startsWith('Handlersload'),
    );
    expect(load).toHaveLength(1);
    expect(JSON.stringify(load)).not.toContain('redshift!');
  });
});

describe('the loader’s password', () => {
  it('is changed by Secrets Manager as often as the settings say', () => {
    dev.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      RotationLambdaARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Administrationrotate'), 'Arn'] },
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediatelyOnUpdate: false,
    });
    dev.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: Match.anyValue(),
    });
  });
});
