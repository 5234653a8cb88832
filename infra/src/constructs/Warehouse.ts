import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { grant } from '../grant.ts';
import { Cluster } from './Cluster.ts';
import { ADMINISTRATOR } from './Secrets.ts';
import { ServerlessWarehouse } from './ServerlessWarehouse.ts';
import type { WarehouseProps } from './WarehouseProps.ts';

/** What the two kinds of warehouse have in common: what handlers are told, and what a policy names. */
export interface WarehouseTarget {
  /** The handlers' variable that names it, and its name. */
  readonly variable: 'REDSHIFT_WORKGROUP' | 'REDSHIFT_CLUSTER';
  readonly name: string;
  /** What the Data API's permissions are given for. */
  readonly arn: string;
}

/** What both kinds of warehouse are made from. */
export interface WarehouseParts extends WarehouseProps {
  readonly copyRole: Role;
}

/** Redshift, private and encrypted, serverless or provisioned; with the role that COPY reads the lake with. */
export class Warehouse extends Construct {
  readonly target: WarehouseTarget;
  readonly copyRole: Role;
  /** The administrator's secret, without the six letters that Secrets Manager adds. */
  readonly administratorSecretArn: string;

  constructor(scope: Construct, id: string, props: WarehouseProps) {
    super(scope, id);
    const { prefix, bucket, key, encryptsData, logDays, settings } = props;
    this.copyRole = new Role(this, 'CopyRole', {
      description: 'Lets COPY read the files and manifests of a batch from the lake.',
      assumedBy: new ServicePrincipal('redshift.amazonaws.com'),
    });
    grant(this.copyRole, {
      sid: 'ReadGoldAndManifests',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('gold/*'), bucket.arnForObjects('runs/*')],
      wildcards: 'The files of a batch lie below its id, which no template can know.',
    });
    grant(this.copyRole, {
      sid: 'FindTheBucket',
      actions: ['s3:GetBucketLocation', 's3:ListBucket'],
      resources: [bucket.bucketArn],
    });
    if (encryptsData) {
      grant(this.copyRole, { sid: 'DecryptTheLake', actions: ['kms:Decrypt'], resources: [key.keyArn] });
    }

    const isServerless = settings.compute.kind === 'serverless';
    // Made here, before Redshift makes them without an end and without a key.
    for (const log of ['connectionlog', 'useractivitylog', 'userlog']) {
      new LogGroup(this, log, {
        logGroupName: `/aws/redshift/${isServerless ? '' : 'cluster/'}${prefix}/${log}`,
        encryptionKey: key,
        retention: logDays,
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
    const parts: WarehouseParts = { ...props, copyRole: this.copyRole };
    const warehouse = isServerless
      ? new ServerlessWarehouse(this, 'Serverless', parts)
      : new Cluster(this, 'Cluster', parts);
    for (const child of this.node.children) {
      if (child instanceof LogGroup) warehouse.node.addDependency(child);
    }
    this.target = warehouse.target;
    this.administratorSecretArn = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `redshift!${prefix}-${ADMINISTRATOR}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
