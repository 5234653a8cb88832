import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { errorNames } from '@sales/workflow';
import { Construct } from 'constructs';
import { dashboardWidgets } from './dashboardWidgets.ts';
import type { MonitoringProps } from './MonitoringProps.ts';

/**
 * The lines of a log that are counted, by the fields that say what they are: a line that only has the word "error" in
 * its text is none of them.
 */
export const logFilters = {
  Errors: errorLines(),
  Exceptions: errorLines('*Exception'),
  Failures: errorLines('*Failed'),
  // What Lambda itself says of a call that ended by time, memory or a crash, without a line of ours.
  RuntimeErrors:
    '{ ($.type = "platform.report" && $.record.status != "success") || ($.level = "ERROR" && ($.type = "RuntimeError" || $.message.errorType = "Runtime.*")) }',
} as const;

/**
 * Lines of level ERROR: ours name their error in `type`, those that Lambda writes of a call that threw have it in
 * `message.errorType`. Lambda writes one also for an error that the workflow tries again, which is none yet.
 */
function errorLines(named?: string): string {
  const retried = Object.values(errorNames).map((name) => `$.message.errorType != "${name}"`);
  const final = `($.message.errorType NOT EXISTS || (${retried.join(' && ')}))`;
  const name = named === undefined ? '' : ` && ($.type = "${named}" || $.message.errorType = "${named}")`;
  return `{ $.level = "ERROR" && ${final}${name} }`;
}

/** A metric and the bound at which people are told. */
interface Watch {
  readonly meaning: string;
  readonly metric: IMetric;
  readonly atLeast?: number;
  readonly below?: number;
  readonly above?: number;
  readonly periods?: number;
  /** Whether no measure at all is an alarm, too. */
  readonly missingIsBad?: boolean;
}

const SPAN = Duration.minutes(5);

/** Half of what the dead-letter queue keeps a message for. */
const DEAD_LETTER_DAYS = 7;

/** Counts, alarms and a dashboard. What each alarm means, and what to do then, stands in docs/runbook.md. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const logMetrics = this.countLines(props);
    const action = new SnsAction(props.topic);
    for (const [name, watch] of Object.entries(watches(props, logMetrics))) {
      const bound = watch.atLeast ?? watch.above ?? watch.below;
      const alarm = new Alarm(this, name, {
        alarmName: `${props.prefix}-${name}`,
        alarmDescription: `${watch.meaning} See docs/runbook.md, "${name}".`,
        metric: watch.metric,
        threshold: bound!,
        comparisonOperator: comparison(watch),
        evaluationPeriods: watch.periods ?? 1,
        treatMissingData: watch.missingIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    new Dashboard(this, 'Dashboard', {
      dashboardName: props.prefix,
      widgets: dashboardWidgets(props, logMetrics),
    });
  }

  /** All functions add to the same four counts; the log that a count came from is a click away on the dashboard. */
  private countLines({ prefix, logs }: MonitoringProps): Readonly<Record<keyof typeof logFilters, Metric>> {
    const metricNamespace = `${prefix}/logs`;
    const names = Object.keys(logFilters) as (keyof typeof logFilters)[];
    for (const [handler, logGroup] of Object.entries(logs)) {
      for (const metricName of names) {
        new MetricFilter(this, `${handler}${metricName}`, {
          logGroup,
          metricNamespace,
          metricName,
          filterPattern: FilterPattern.literal(logFilters[metricName]),
          metricValue: '1',
        });
      }
    }
    return Object.fromEntries(
      names.map((metricName) => [
        metricName,
        new Metric({ namespace: metricNamespace, metricName, statistic: 'Sum', period: SPAN }),
      ]),
    ) as Record<keyof typeof logFilters, Metric>;
  }
}

/** Every alarm, by the end of its name. */
function watches(
  props: MonitoringProps,
  logMetrics: Readonly<Record<keyof typeof logFilters, Metric>>,
): Readonly<Record<string, Watch>> {
  const { stateMachine, queue, deadLetters, rules, thresholds, batchMetric } = props;
  const sum = { statistic: 'Sum', period: SPAN };
  const hour = Duration.hours(1);
  return {
    errors: {
      meaning: 'A function wrote a line of level ERROR.',
      metric: logMetrics.Errors,
      above: 0,
    },
    'runtime-errors': {
      meaning: 'A function ran out of time or memory, or crashed.',
      metric: logMetrics.RuntimeErrors,
      above: 0,
    },
    'batch-failed': { meaning: 'A batch failed.', metric: stateMachine.metricFailed(sum), above: 0 },
    'batch-timed-out': {
      meaning: 'A batch ran for longer than it may.',
      metric: stateMachine.metricTimedOut(sum),
      above: 0,
    },
    'batch-stopped': {
      meaning: 'Somebody stopped the execution of a batch.',
      metric: stateMachine.metricAborted(sum),
      above: 0,
    },
    'batch-throttled': {
      meaning: 'Step Functions held steps of batches back.',
      metric: stateMachine.metricThrottled(sum),
      above: 0,
      periods: 3,
    },
    'dead-letters': {
      meaning: 'Events of new files were given up.',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: SPAN }),
      above: 0,
    },
    'dead-letters-old': {
      meaning: `An event that was given up ${DEAD_LETTER_DAYS} days ago is lost in as many more.`,
      metric: deadLetters.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: SPAN }),
      atLeast: Duration.days(DEAD_LETTER_DAYS).toSeconds(),
    },
    'events-wait': {
      meaning: `An event of a new file waits for longer than ${thresholds.eventAgeMinutes} minutes.`,
      metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: SPAN }),
      atLeast: thresholds.eventAgeMinutes * 60,
    },
    ...Object.fromEntries(
      Object.entries(rules).map(([name, rule]): [string, Watch] => [
        `${name}-undelivered`,
        {
          meaning: `EventBridge could not deliver events of the rule ${name}.`,
          metric: new Metric({
            namespace: 'AWS/Events',
            metricName: 'FailedInvocations',
            dimensionsMap: { RuleName: rule.ruleName },
            ...sum,
          }),
          above: 0,
        },
      ]),
    ),
    stale: {
      meaning: `No batch was loaded for ${thresholds.freshnessHours} hours.`,
      metric: batchMetric('batchesLoaded'),
      below: 1,
      periods: thresholds.freshnessHours,
      missingIsBad: true,
    },
    quarantine: {
      meaning: `More than ${thresholds.quarantineShare * 100} % of the rows of an hour were quarantined.`,
      metric: new MathExpression({
        expression: 'IF(read > 0, quarantined / read, 0)',
        label: 'share of quarantined rows',
        usingMetrics: { read: batchMetric('rowsRead'), quarantined: batchMetric('rowsQuarantined') },
        period: hour,
      }),
      above: thresholds.quarantineShare,
    },
  };
}

function comparison({ atLeast, below }: Watch): ComparisonOperator {
  if (atLeast !== undefined) return ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
  return below !== undefined
    ? ComparisonOperator.LESS_THAN_THRESHOLD
    : ComparisonOperator.GREATER_THAN_THRESHOLD;
}
