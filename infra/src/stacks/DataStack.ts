import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DataLake } from '../constructs/DataLake.ts';
import { Notifications } from '../constructs/Notifications.ts';
import { Security } from '../constructs/Security.ts';
import type { Environment } from '../environment.ts';
import { PlacedStack } from './PlacedStack.ts';

export interface DataStackProps {
  readonly environment: Environment;
  readonly dataSet: string;
  /** An address for both topics, instead of the one in the settings' secret. */
  readonly mail: string | undefined;
}

/** What cannot be made again: the key, the lake, and the topics that people confirmed. */
export class DataStack extends PlacedStack {
  readonly key: IKey;
  readonly bucket: IBucket;
  readonly batches: ITopic;
  readonly alarms: ITopic;

  constructor(scope: Construct, { environment, dataSet, mail }: DataStackProps) {
    const { isProtected, dataKey, lake, notifications } = environment.configuration;
    super(scope, 'data', {
      environment,
      description: 'The lake, its key, and the topics people subscribe to.',
      isStateful: true,
    });
    const { key } = new Security(this, 'Security', { prefix: this.prefix, isProtected });
    const { bucket } = new DataLake(this, 'DataLake', {
      dataSet,
      isProtected,
      key: dataKey === 'customer' ? key : undefined,
      lifecycle: lake,
    });
    const topics = new Notifications(this, 'Notifications', {
      prefix: this.prefix,
      key,
      mailSecret: notifications.mailSecret,
      mail,
    });
    this.key = key;
    this.bucket = bucket;
    this.batches = topics.batches;
    this.alarms = topics.alarms;
    new CfnOutput(this, 'LakeBucket', { value: bucket.bucketName });
    new CfnOutput(this, 'BatchesTopic', { value: topics.batches.topicArn });
    new CfnOutput(this, 'AlarmsTopic', { value: topics.alarms.topicArn });
  }
}
