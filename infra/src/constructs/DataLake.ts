import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { dataSetLayout } from '@sales/lake';
import type { DataLakeProps } from './DataLakeProps.ts';

/** The lake's bucket, and the bucket that its access is logged to. */
export class DataLake extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { dataSet, isProtected, key, lifecycle }: DataLakeProps) {
    super(scope, id);
    const shared = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...shared,
      // S3 delivers access logs to buckets under its own key only.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(lifecycle.accessLogDays) }],
    });
    Validations.of(accessLogs).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This is the bucket that access is logged to; logging its own access would log the logging.',
    });

    const { rawPrefix, quarantinePrefix } = dataSetLayout(dataSet);
    this.bucket = new Bucket(this, 'Lake', {
      ...shared,
      versioned: true,
      ...(key === undefined
        ? { encryption: BucketEncryption.S3_MANAGED }
        : { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'lake/',
      lifecycleRules: [
        {
          id: 'tidy',
          abortIncompleteMultipartUploadAfter: Duration.days(2),
          noncurrentVersionExpiration: Duration.days(lifecycle.oldVersionDays),
          expiredObjectDeleteMarker: true,
        },
        {
          id: 'raw-becomes-cheaper',
          prefix: rawPrefix,
          transitions: [
            {
              storageClass: StorageClass.INFREQUENT_ACCESS,
              transitionAfter: Duration.days(lifecycle.rawToInfrequentAccessDays),
            },
          ],
        },
        {
          id: 'quarantine-ends',
          prefix: quarantinePrefix,
          expiration: Duration.days(lifecycle.quarantineDays),
        },
        // A lock that is renewed leaves a version each time.
        { id: 'locks-leave-nothing', prefix: 'locks/', noncurrentVersionExpiration: Duration.days(1) },
      ],
    });
    // Set on the resource itself: the construct's own switch would deploy a function that may change every bucket.
    (this.bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }
}
