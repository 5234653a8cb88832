import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { fixedRole, grant } from '../grant.ts';
import type { HandlerProps } from './HandlerProps.ts';

/** One Lambda function, with a log of its own and a role that may do what it needs and nothing else. */
export class Handler extends Construct {
  readonly function: Function;
  readonly logGroup: LogGroup;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: HandlerProps) {
    super(scope, id);
    const { prefix, name, description, key } = props;
    this.logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/${prefix}/${name}`,
      encryptionKey: key,
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      description: `${description} The role of the function ${name}.`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    grant(this.role, {
      sid: 'WriteItsLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
      wildcards: 'Each start of the function makes a stream of its own in this one log group.',
    });
    grant(this.role, {
      sid: 'Trace',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
      wildcards: 'X-Ray knows no resources for what is written to it.',
    });
    for (const each of props.grants) grant(this.role, each);

    this.function = new Function(this, 'Function', {
      functionName: `${prefix}-${name}`,
      description,
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundle),
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: props.environment,
      role: fixedRole(this.role),
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
    });
    // A function may be called as soon as it is there: its permissions come first.
    this.function.node.addDependency(this.role.node.findChild('DefaultPolicy'));
    for (const id of ['Serverless-LambdaDLQ', 'Serverless-LambdaAsyncFailureDestination']) {
      Validations.of(this.function).acknowledge({
        id,
        reason: props.isCalledByEvents
          ? 'What it fails at is kept by the destination of its asynchronous calls, the dead-letter queue.'
          : 'Who calls it waits for the answer: errors are retried, caught and told of there.',
      });
    }
  }

  /** Keeps the events that the function failed at, where nobody waits for its answer. */
  keepFailuresIn(queue: IQueue): void {
    this.function.configureAsyncInvoke({ onFailure: new SqsDestination(queue), retryAttempts: 2 });
    grant(this.role, { sid: 'KeepFailures', actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  }
}
