import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { renderWorkflow } from '@sales/workflow';
import { Construct } from 'constructs';
import { fixedRole, grant } from '../grant.ts';
import type { WorkflowProps } from './WorkflowProps.ts';

/** The state machine that `@sales/workflow` renders. Its log tells every step of every batch, and no data. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { prefix, functionArns, bucket, glueJobs, key } = props;
    const stack = Stack.of(this);
    const name = `${prefix}-batch`;
    const logGroup = new LogGroup(this, 'Log', {
      // Below this prefix a log needs no entry in the account's one resource policy, which is soon full.
      logGroupName: `/aws/vendedlogs/states/${name}`,
      encryptionKey: key,
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      description: 'Lets the workflow call the steps of a batch.',
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    const states = (resource: string, resourceName: string): string =>
      stack.formatArn({
        service: 'states',
        resource,
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    grant(role, {
      sid: 'CallTheSteps',
      actions: ['lambda:InvokeFunction'],
      resources: Object.values(functionArns),
    });
    grant(role, {
      sid: 'RunTheMap',
      actions: ['states:StartExecution'],
      resources: [states('stateMachine', name)],
    });
    grant(role, {
      sid: 'FollowTheMap',
      actions: ['states:DescribeExecution', 'states:StopExecution'],
      resources: [states('execution', `${name}/*`)],
      wildcards: 'The executions of a Map get their names when they start.',
    });
    grant(role, {
      sid: 'ReadTheMapsItems',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('runs/*')],
      wildcards: 'The list of ranges lies below the id of its batch.',
    });
    if (props.encryptsData) {
      grant(role, { sid: 'DecryptTheMapsItems', actions: ['kms:Decrypt'], resources: [key.keyArn] });
    }
    if (glueJobs !== undefined) {
      grant(role, {
        sid: 'RunTheJobs',
        actions: ['glue:StartJobRun', 'glue:GetJobRun', 'glue:GetJobRuns', 'glue:BatchStopJobRun'],
        resources: Object.values(glueJobs).map((resourceName) =>
          stack.formatArn({ service: 'glue', resource: 'job', resourceName }),
        ),
      });
    }
    grant(role, {
      sid: 'DeliverItsLog',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
      wildcards: 'CloudWatch Logs knows no resources for the delivery of logs.',
    });
    grant(role, {
      sid: 'Trace',
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
      wildcards: 'X-Ray knows no resources for what is written to it.',
    });

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      comment: 'One batch: claimed, catalogued, cleaned, modelled, loaded, told of.',
      definitionBody: DefinitionBody.fromString(
        stack.toJsonString(
          renderWorkflow({
            functionArns,
            lakeBucket: bucket.bucketName,
            contractVersion: props.contractVersion,
            concurrency: props.concurrency,
            glueJobs,
            partition: stack.partition,
          }),
        ),
      ),
      role: fixedRole(role),
      // The data of an execution are a batch's id and pointers, but errors quote what they met.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
    // Step Functions refuses a machine whose role may not yet deliver its log.
    this.stateMachine.node.addDependency(role.node.findChild('DefaultPolicy'));
  }
}
