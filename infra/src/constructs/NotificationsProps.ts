import type { IKey } from 'aws-cdk-lib/aws-kms';

export interface NotificationsProps {
  readonly prefix: string;
  readonly key: IKey;
  /** The name of a secret whose field `mail` is the address to tell. */
  readonly mailSecret: string | undefined;
  /** An address given at deployment, such as SALES_MAIL. It wins over the secret. */
  readonly mail: string | undefined;
}
