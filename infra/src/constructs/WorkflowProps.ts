import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { GlueJobNames, StepName } from '@sales/workflow';

export interface WorkflowProps {
  readonly prefix: string;
  readonly functionArns: Readonly<Record<StepName, string>>;
  readonly bucket: IBucket;
  readonly contractVersion: number;
  /** How many ranges are cleaned at once. */
  readonly concurrency: number;
  readonly glueJobs: GlueJobNames | undefined;
  readonly key: IKey;
  readonly encryptsData: boolean;
  readonly logDays: number;
}
