import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { AdministratorName } from '@sales/workflow';
import type { Grant } from '../grant.ts';

export interface AdministrationProps {
  readonly prefix: string;
  readonly bundleOf: (name: string) => string;
  /** What both functions are told of the warehouse and its secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: Readonly<Record<AdministratorName, readonly Grant[]>>;
  readonly loaderSecret: ISecret;
  readonly passwordDays: number;
  readonly key: IKey;
  readonly logDays: number;
}
