import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface TriggerProps {
  readonly prefix: string;
  readonly bucket: IBucket;
  /** Such as `raw/sales/`. */
  readonly rawPrefix: string;
  readonly intake: IFunction;
  readonly intakeTimeoutSeconds: number;
  readonly gatherSeconds: number;
  readonly maxFiles: number;
}
