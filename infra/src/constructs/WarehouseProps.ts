import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Configuration } from '../configuration.ts';
import type { Network } from './Network.ts';

export interface WarehouseProps {
  readonly prefix: string;
  readonly isProtected: boolean;
  readonly settings: Configuration['warehouse'];
  readonly network: Network;
  readonly bucket: IBucket;
  readonly key: IKey;
  /** Whether the data, too, are under the environment's key, rather than under one that AWS holds. */
  readonly encryptsData: boolean;
  readonly logDays: number;
}
