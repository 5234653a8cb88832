import { SecretValue, Validations } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { NotificationsProps } from './NotificationsProps.ts';

/** The two topics that people subscribe to: what became of batches, and alarms. Stateful: people confirm once. */
export class Notifications extends Construct {
  readonly batches: Topic;
  readonly alarms: Topic;

  constructor(scope: Construct, id: string, { prefix, key, mailSecret, mail }: NotificationsProps) {
    super(scope, id);
    const topic = (name: string, displayName: string): Topic =>
      new Topic(this, name, {
        topicName: `${prefix}-${name.toLowerCase()}`,
        displayName,
        masterKey: key,
        enforceSSL: true,
      });
    this.batches = topic('Batches', `Batches of ${prefix}`);
    this.alarms = topic('Alarms', `Alarms of ${prefix}`);
    this.alarms.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));

    const endpoint = mail ?? (mailSecret && SecretValue.secretsManager(mailSecret, { jsonField: 'mail' }));
    if (endpoint === undefined) return;
    for (const [name, { topicArn }] of Object.entries({ Batches: this.batches, Alarms: this.alarms })) {
      const subscription = new CfnSubscription(this, `${name}Mail`, {
        topicArn,
        protocol: 'email',
        endpoint: typeof endpoint === 'string' ? endpoint : endpoint.unsafeUnwrap(),
      });
      Validations.of(subscription).acknowledge({
        id: 'Serverless-SNSRedrivePolicy',
        reason:
          'SNS does not redrive mail; what became of a batch is in the lake, and alarms are in CloudWatch.',
      });
    }
  }
}
