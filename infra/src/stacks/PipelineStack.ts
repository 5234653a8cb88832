import { dataSetLayout } from '@sales/lake';
import type { Star } from '@sales/schema';
import {
  administratorVariables,
  type EnvironmentName,
  handlerSizes,
  metricNames,
  metricsDimension,
  metricsNamespace,
  metricsService,
  environmentNames as variable,
} from '@sales/workflow';
import { ArnFormat, CfnOutput, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CloudWatchEncryption, JobBookmarksEncryption, SecurityConfiguration } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import { Administration } from '../constructs/Administration.ts';
import { Catalog, catalogArns } from '../constructs/Catalog.ts';
import { Handlers } from '../constructs/Handlers.ts';
import { Jobs } from '../constructs/Jobs.ts';
import { Monitoring } from '../constructs/Monitoring.ts';
import { Trigger } from '../constructs/Trigger.ts';
import { Workflow } from '../constructs/Workflow.ts';
import type { Environment } from '../environment.ts';
import { administratorGrants, handlerGrants, loaderGrants } from '../permissions.ts';
import type { DataStack } from './DataStack.ts';
import { PlacedStack } from './PlacedStack.ts';
import type { WarehouseStack } from './WarehouseStack.ts';

export interface PipelineStackProps {
  readonly environment: Environment;
  readonly star: Star;
  readonly data: DataStack;
  readonly warehouse: WarehouseStack;
  readonly bundleOf: (name: string) => string;
  readonly jobScripts: string | undefined;
}

/** All that can be made again: catalog, functions, workflow, trigger, monitoring. */
export class PipelineStack extends PlacedStack {
  constructor(scope: Construct, props: PipelineStackProps) {
    const { environment, star, data, warehouse, bundleOf, jobScripts } = props;
    const { configuration } = environment;
    const {
      name,
      dataKey,
      engine,
      intake,
      alarms,
      notifications,
      logDays,
      warehouse: settings,
    } = configuration;
    super(scope, 'pipeline', {
      environment,
      description: 'The catalog, the functions, the workflow, its trigger and its monitoring.',
      isStateful: false,
    });
    const { prefix } = this;
    const { key, bucket } = data;
    const encryptsData = dataKey === 'customer';
    const dataSet = star.contract.name;
    const { rawPrefix } = dataSetLayout(dataSet);

    const glueSecurity = new SecurityConfiguration(this, 'GlueSecurity', {
      securityConfigurationName: prefix,
      cloudWatchEncryption: CloudWatchEncryption.kms(key),
      jobBookmarksEncryption: JobBookmarksEncryption.clientSideKms(key),
    });
    const catalog = new Catalog(this, 'Catalog', {
      prefix,
      star,
      bucket,
      key,
      encryptsData,
      securityConfiguration: glueSecurity.securityConfigurationName,
    });

    const stateMachineName = `${prefix}-batch`;
    const stateMachineArn = this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: stateMachineName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const { target, copyRole, loaderSecret, administratorSecretArn } = warehouse;
    const webhookSecretArn =
      notifications.webhookSecret &&
      this.formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: notifications.webhookSecret,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const values: Partial<Record<EnvironmentName, string>> = {
      [variable.lakeBucket]: bucket.bucketName,
      [variable.dataSet]: dataSet,
      [variable.environment]: name,
      [variable.stateMachineArn]: stateMachineArn,
      [variable.crawlerName]: catalog.crawlerName,
      [variable.glueDatabase]: catalog.databaseName,
      [target.variable]: target.name,
      [variable.redshiftDatabase]: settings.database,
      [variable.redshiftSchema]: settings.schema,
      [variable.redshiftSecretArn]: loaderSecret.secretArn,
      [variable.redshiftCopyRoleArn]: copyRole.roleArn,
      [variable.topicArn]: data.batches.topicArn,
      ...(webhookSecretArn === undefined ? {} : { [variable.webhookSecretArn]: webhookSecretArn }),
      [variable.partialAbove]: String(notifications.partialAbove),
      [variable.freshnessHours]: String(alarms.freshnessHours),
      // Without jobs there is nothing to choose.
      [variable.engine]: jobScripts === undefined ? 'lambda' : engine.choice,
      [variable.glueAboveBytes]: String(engine.glueAboveBytes),
      [variable.cleanRangeBytes]: String(engine.cleanRangeBytes),
      [variable.cleanConcurrency]: String(engine.cleanConcurrency),
    };
    const { byName: handlers } = new Handlers(this, 'Handlers', {
      prefix,
      bundleOf,
      environment: values,
      grants: handlerGrants({
        dataSet,
        lakeArn: bucket.bucketArn,
        keyArn: key.keyArn,
        encryptsData,
        stateMachineArn,
        crawlerArn: this.formatArn({
          service: 'glue',
          resource: 'crawler',
          resourceName: catalog.crawlerName,
        }),
        catalogArns: catalogArns(this, catalog.databaseName),
        warehouseArn: target.arn,
        loaderSecretArn: loaderSecret.secretArn,
        topicArn: data.batches.topicArn,
        webhookSecretArn,
      }),
      key,
      logDays,
    });
    const jobs =
      jobScripts === undefined
        ? undefined
        : new Jobs(this, 'Jobs', {
            prefix,
            scripts: jobScripts,
            dataSet,
            bucket,
            key,
            encryptsData,
            settings: configuration.glue,
            securityConfiguration: glueSecurity.securityConfigurationName,
            warehouseGrants: loaderGrants({
              warehouseArn: target.arn,
              loaderSecretArn: loaderSecret.secretArn,
              keyArn: encryptsData ? undefined : key.keyArn,
            }),
            warehouseArguments: {
              [target.variable === 'REDSHIFT_CLUSTER' ? '--redshift_cluster' : '--redshift_workgroup']:
                target.name,
              '--redshift_database': settings.database,
              '--redshift_schema': settings.schema,
              '--redshift_secret_arn': loaderSecret.secretArn,
              '--redshift_copy_role_arn': copyRole.roleArn,
            },
          });
    const arnOf = (step: keyof typeof handlers): string => handlers[step].function.functionArn;
    const { stateMachine } = new Workflow(this, 'Workflow', {
      prefix,
      functionArns: {
        claim: arnOf('claim'),
        catalog: arnOf('catalog'),
        plan: arnOf('plan'),
        clean: arnOf('clean'),
        model: arnOf('model'),
        load: arnOf('load'),
        notify: arnOf('notify'),
      },
      bucket,
      contractVersion: star.contract.version,
      concurrency: engine.cleanConcurrency,
      glueJobs: jobs?.names,
      key,
      encryptsData,
      logDays,
    });
    const administration = new Administration(this, 'Administration', {
      prefix,
      bundleOf,
      environment: {
        [variable.environment]: name,
        [variable.dataSet]: dataSet,
        [target.variable]: target.name,
        [variable.redshiftDatabase]: settings.database,
        [variable.redshiftSchema]: settings.schema,
        [variable.redshiftSecretArn]: loaderSecret.secretArn,
        // A secret goes by its name as well, and this one's ARN ends with letters that only Redshift knows.
        [administratorVariables.administratorSecretArn]: administratorSecretArn.split(':').at(-1)!,
      },
      grants: administratorGrants({
        keyArn: key.keyArn,
        warehouseArn: target.arn,
        loaderSecretArn: loaderSecret.secretArn,
        administratorSecretArn,
      }),
      loaderSecret,
      passwordDays: settings.passwordDays,
      key,
      logDays,
    });
    const trigger = new Trigger(this, 'Trigger', {
      prefix,
      bucket,
      rawPrefix,
      intake: handlers.intake.function,
      intakeTimeoutSeconds: handlerSizes.intake.timeoutSeconds,
      gatherSeconds: intake.gatherSeconds,
      maxFiles: intake.maxFiles,
    });
    const { deadLetters } = trigger;
    handlers.notify.keepFailuresIn(deadLetters);
    handlers.watch.keepFailuresIn(deadLetters);
    const delivery = { deadLetterQueue: deadLetters, retryAttempts: 185, maxEventAge: Duration.hours(24) };
    const batchEnded = new Rule(this, 'BatchEnded', {
      ruleName: `${prefix}-batch-ended`,
      description: 'A batch ended without its own failure path: it ran out of time, or somebody stopped it.',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [stateMachine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [new LambdaFunction(handlers.notify.function, delivery)],
    });
    const everyHour = new Rule(this, 'EveryHour', {
      ruleName: `${prefix}-every-hour`,
      description: 'Looks every hour whether anything was loaded of late.',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(handlers.watch.function, delivery)],
    });
    new Monitoring(this, 'Monitoring', {
      prefix,
      topic: data.alarms,
      thresholds: alarms,
      logs: Object.fromEntries(
        Object.entries({
          ...handlers,
          migrate: administration.migrate,
          rotate: administration.rotate,
        }).map(([step, { logGroup }]) => [step, logGroup]),
      ),
      stateMachine,
      queue: trigger.queue,
      deadLetters,
      rules: { 'new-file': trigger.rule, 'batch-ended': batchEnded, 'every-hour': everyHour },
      batchMetric: (metric) =>
        new Metric({
          namespace: metricsNamespace,
          metricName: metricNames[metric],
          dimensionsMap: { service: metricsService, [metricsDimension]: name },
          statistic: 'Sum',
          period: Duration.hours(1),
        }),
    });
    new CfnOutput(this, 'StateMachine', { value: stateMachine.stateMachineArn });
    new CfnOutput(this, 'Crawler', { value: catalog.crawlerName });
    new CfnOutput(this, 'GlueDatabase', { value: catalog.databaseName });
  }
}
