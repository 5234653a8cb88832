import type { Star } from '@sales/schema';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface CatalogProps {
  readonly prefix: string;
  readonly star: Star;
  readonly bucket: IBucket;
  readonly key: IKey;
  readonly encryptsData: boolean;
  /** The Glue security configuration that encrypts the crawler's log. */
  readonly securityConfiguration: string;
}
