import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Configuration } from '../configuration.ts';

export interface DataLakeProps {
  readonly dataSet: string;
  readonly isProtected: boolean;
  /** The key of the customer; without one S3 holds it. */
  readonly key: IKey | undefined;
  readonly lifecycle: Configuration['lake'];
}
