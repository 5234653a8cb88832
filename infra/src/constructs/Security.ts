import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  Effect,
  ManagedPolicy,
  PermissionsBoundary,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { SecurityProps } from './SecurityProps.ts';

/**
 * The environment's own key. Topics need one that is theirs: CloudWatch may not publish to a topic under the key
 * that AWS manages for SNS. The services that write by themselves may use it, each only for what belongs to this
 * account.
 */
export class Security extends Construct {
  /** The key for others to encrypt with. Its policy is what stands here: what uses the key does not add to it. */
  readonly key: IKey;

  constructor(scope: Construct, id: string, { prefix, isProtected }: SecurityProps) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      alias: `alias/${prefix}`,
      description: `Encrypts the topics, the logs and, where asked for, the data of ${prefix}.`,
      enableKeyRotation: true,
      removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(isProtected ? 30 : 7),
    });
    for (const service of ['cloudwatch', 'events']) {
      key.addToResourcePolicy(
        new PolicyStatement({
          sid: `Publish${service}`,
          effect: Effect.ALLOW,
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          // In a key's own policy, `*` is the key.
          resources: ['*'],
          conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
        }),
      );
    }
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EncryptLogs',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
        ],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`,
          },
        },
      }),
    );
    this.key = Key.fromKeyArn(this, 'Fixed', key.keyArn);
  }
}

/** Bounds every role below `scope` by a managed policy of the account. */
export function boundRoles(scope: Construct, policyName: string): void {
  PermissionsBoundary.of(scope).apply(ManagedPolicy.fromManagedPolicyName(scope, 'Boundary', policyName));
}
