import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { EnvironmentName, HandlerName } from '@sales/workflow';
import type { Grant } from '../grant.ts';

export interface HandlersProps {
  readonly prefix: string;
  readonly bundleOf: (name: string) => string;
  /** The value of each variable; each handler gets those it reads. */
  readonly environment: Readonly<Partial<Record<EnvironmentName, string>>>;
  readonly grants: Readonly<Record<HandlerName, readonly Grant[]>>;
  readonly key: IKey;
  readonly logDays: number;
}
