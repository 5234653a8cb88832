import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, type IWidget, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { logFilters } from './Monitoring.ts';
import type { MonitoringProps } from './MonitoringProps.ts';

/** The rows of the dashboard: what was loaded, what batches do, what waits, what went wrong and where. */
export function dashboardWidgets(
  props: MonitoringProps,
  logMetrics: Readonly<Record<keyof typeof logFilters, IMetric>>,
): IWidget[][] {
  const { stateMachine, queue, deadLetters, logs, batchMetric } = props;
  const sum = { statistic: 'Sum', period: Duration.minutes(5) };
  return [
    [
      graph('Batches loaded an hour', [batchMetric('batchesLoaded')]),
      graph('Rows an hour', [batchMetric('rowsRead'), batchMetric('rowsQuarantined')]),
    ],
    [
      graph('Executions', [
        stateMachine.metricStarted(sum),
        stateMachine.metricSucceeded(sum),
        stateMachine.metricFailed(sum),
        stateMachine.metricTimedOut(sum),
        stateMachine.metricAborted(sum),
        stateMachine.metricThrottled(sum),
      ]),
      graph('Seconds a batch takes', [
        stateMachine.metricTime({ statistic: 'Average', period: Duration.minutes(5) }),
        stateMachine.metricTime({ statistic: 'p99', period: Duration.minutes(5) }),
      ]),
    ],
    [
      graph('Events that wait, and dead letters', [
        queue.metricApproximateNumberOfMessagesVisible(),
        deadLetters.metricApproximateNumberOfMessagesVisible(),
      ]),
      graph('Age of the oldest event', [queue.metricApproximateAgeOfOldestMessage()]),
    ],
    [
      graph('Lines of errors', Object.values(logMetrics)),
      new LogQueryWidget({
        title: 'The latest errors',
        logGroupNames: Object.values(logs).map(({ logGroupName }) => logGroupName),
        queryLines: [
          'fields @timestamp, step, batchId, type, message',
          'filter level = "ERROR"',
          'sort @timestamp desc',
          'limit 20',
        ],
        width: 12,
        height: 6,
      }),
    ],
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12, height: 6 });
}
