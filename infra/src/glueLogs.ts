import { Aws, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Grant } from './grant.ts';

/** Writing the logs of Glue, which lie under names that Glue makes up. */
export function glueLogGrants(scope: Construct, keyArn: string): readonly Grant[] {
  const { partition, region } = Stack.of(scope);
  return [
    {
      sid: 'WriteItsLog',
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:AssociateKmsKey'],
      resources: [`arn:${partition}:logs:${region}:${Aws.ACCOUNT_ID}:log-group:/aws-glue/*`],
      wildcards: 'Glue makes the names of its log groups and streams itself.',
    },
    {
      sid: 'ReadHowLogsAreEncrypted',
      actions: ['glue:GetSecurityConfiguration'],
      resources: ['*'],
      wildcards: 'IAM knows no resource for a security configuration.',
    },
    { sid: 'EncryptItsLog', actions: ['kms:Encrypt', 'kms:GenerateDataKey'], resources: [keyArn] },
  ];
}
