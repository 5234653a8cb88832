import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Configuration } from '../configuration.ts';
import type { Grant } from '../grant.ts';

export interface JobsProps {
  readonly prefix: string;
  /** The folder of the scripts. */
  readonly scripts: string;
  readonly dataSet: string;
  readonly bucket: IBucket;
  readonly key: IKey;
  readonly encryptsData: boolean;
  readonly settings: Configuration['glue'];
  readonly securityConfiguration: string;
  /** What the job that loads may do in the warehouse, and what it is told of it. */
  readonly warehouseGrants: readonly Grant[];
  readonly warehouseArguments: Readonly<Record<string, string>>;
}
