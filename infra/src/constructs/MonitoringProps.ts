import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRule } from 'aws-cdk-lib/aws-events';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { metricNames } from '@sales/workflow';
import type { Configuration } from '../configuration.ts';

export interface MonitoringProps {
  readonly prefix: string;
  /** Who is told. */
  readonly topic: ITopic;
  readonly thresholds: Configuration['alarms'];
  /** The logs of the functions, by the function's name. */
  readonly logs: Readonly<Record<string, ILogGroup>>;
  readonly stateMachine: IStateMachine;
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
  readonly rules: Readonly<Record<string, IRule>>;
  /** Gives what the functions count of a batch, by its name and over an hour. */
  readonly batchMetric: (name: keyof typeof metricNames) => Metric;
}
