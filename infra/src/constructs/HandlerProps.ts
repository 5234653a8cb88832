import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Grant } from '../grant.ts';

export interface HandlerProps {
  readonly prefix: string;
  /** Such as `clean`. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly description: string;
  readonly bundle: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
  /** Whether EventBridge calls it, which does not wait for an answer. */
  readonly isCalledByEvents: boolean;
  readonly key: IKey;
  readonly logDays: number;
}
