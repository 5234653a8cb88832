import type { IKey } from 'aws-cdk-lib/aws-kms';

export interface SecretsProps {
  readonly prefix: string;
  readonly key: IKey;
  readonly isProtected: boolean;
  /** The warehouse's own facts that stand beside the password, as the Data API wants them. */
  readonly target: { readonly database: string; readonly clusterIdentifier: string | undefined };
}
