import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, template, templateJson } from '../support/templates.ts';

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
