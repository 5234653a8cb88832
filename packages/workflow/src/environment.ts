import type { HandlerName } from './handlers.ts';

/** The names of the handlers' environment variables. */
export const environmentNames = {
  lakeBucket: 'LAKE_BUCKET',
  /** The name of the contract, such as `sales`. */
  dataSet: 'DATA_SET',
  /** Such as `dev`; messages name it in the commands that they suggest. */
  environment: 'ENVIRONMENT',
  stateMachineArn: 'STATE_MACHINE_ARN',
  /** Empty or absent where there is no crawler: then there is nothing to wait for. */
  crawlerName: 'CRAWLER_NAME',
  glueDatabase: 'GLUE_DATABASE',
  /** A Serverless workgroup; or else a cluster, below. */
  redshiftWorkgroup: 'REDSHIFT_WORKGROUP',
  redshiftCluster: 'REDSHIFT_CLUSTER',
  redshiftDatabase: 'REDSHIFT_DATABASE',
  redshiftSchema: 'REDSHIFT_SCHEMA',
  redshiftSecretArn: 'REDSHIFT_SECRET_ARN',
  redshiftCopyRoleArn: 'REDSHIFT_COPY_ROLE_ARN',
  topicArn: 'TOPIC_ARN',
  webhookSecretArn: 'WEBHOOK_SECRET_ARN',
  /** The largest share of quarantined rows, 0 to 1, that is no reason to worry. */
  partialAbove: 'PARTIAL_ABOVE',
  freshnessHours: 'FRESHNESS_HOURS',
  engine: 'ENGINE',
  /** Engine `auto` takes Glue for batches above this size. */
  glueAboveBytes: 'GLUE_ABOVE_BYTES',
  /** How much of the lake one call of `clean` reads. */
  cleanRangeBytes: 'CLEAN_RANGE_BYTES',
  /** How many calls of `clean` run at once; `renderWorkflow` is given the same number. */
  cleanConcurrency: 'CLEAN_CONCURRENCY',
} as const;

export type EnvironmentName = (typeof environmentNames)[keyof typeof environmentNames];

/** What decides how rows are worked on: Lambda, Glue's Spark, or by size. */
export const engines = ['lambda', 'glue', 'auto'] as const;

export type Engine = (typeof engines)[number];

const names = environmentNames;
const everywhere = [names.lakeBucket, names.dataSet, names.environment] as const;
const warehouse = [
  names.redshiftWorkgroup,
  names.redshiftCluster,
  names.redshiftDatabase,
  names.redshiftSchema,
  names.redshiftSecretArn,
  names.redshiftCopyRoleArn,
] as const;
const messages = [names.topicArn, names.webhookSecretArn, names.partialAbove] as const;

/** The environment variables that each handler reads; it needs no other. */
export const environmentOf: Readonly<Record<HandlerName, readonly EnvironmentName[]>> = {
  intake: [...everywhere, names.stateMachineArn],
  claim: [...everywhere],
  catalog: [...everywhere, names.crawlerName, names.glueDatabase],
  plan: [...everywhere, names.engine, names.glueAboveBytes, names.cleanRangeBytes],
  clean: [...everywhere],
  model: [...everywhere],
  load: [...everywhere, ...warehouse],
  notify: [...everywhere, ...messages],
  watch: [...everywhere, ...messages, names.freshnessHours],
};
