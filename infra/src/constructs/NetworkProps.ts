import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface NetworkProps {
  readonly prefix: string;
  readonly zones: number;
  readonly bucket: IBucket;
  readonly key: IKey;
  readonly logDays: number;
}
