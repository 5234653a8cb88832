import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnCluster, CfnClusterParameterGroup, CfnClusterSubnetGroup } from 'aws-cdk-lib/aws-redshift';
import { Construct } from 'constructs';
import { ADMINISTRATOR } from './Secrets.ts';
import type { WarehouseParts, WarehouseTarget } from './Warehouse.ts';

/** A provisioned Redshift cluster of `ra3` nodes. */
export class Cluster extends Construct {
  readonly target: WarehouseTarget;

  constructor(scope: Construct, id: string, parts: WarehouseParts) {
    super(scope, id);
    const { prefix, isProtected, settings, network, key, copyRole } = parts;
    const { compute, database, snapshotDays } = settings;
    if (compute.kind !== 'provisioned') throw new TypeError(`A ${compute.kind} warehouse is no cluster.`);
    const subnetGroup = new CfnClusterSubnetGroup(this, 'Subnets', {
      description: `Where the warehouse of ${prefix} lies.`,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId),
    });
    const parameterGroup = new CfnClusterParameterGroup(this, 'Parameters', {
      description: `Connections are encrypted, and what users do is logged, in ${prefix}.`,
      parameterGroupFamily: 'redshift-1.0',
      parameters: [
        { parameterName: 'require_ssl', parameterValue: 'true' },
        { parameterName: 'enable_user_activity_logging', parameterValue: 'true' },
      ],
    });
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterIdentifier: prefix,
      clusterType: compute.nodes === 1 ? 'single-node' : 'multi-node',
      ...(compute.nodes === 1 ? {} : { numberOfNodes: compute.nodes }),
      nodeType: compute.nodeType,
      dbName: database,
      masterUsername: ADMINISTRATOR,
      manageMasterPassword: true,
      masterPasswordSecretKmsKeyId: key.keyId,
      encrypted: true,
      kmsKeyId: key.keyId,
      enhancedVpcRouting: true,
      publiclyAccessible: false,
      // Not the port that everyone knows.
      port: 5440,
      clusterSubnetGroupName: subnetGroup.ref,
      clusterParameterGroupName: parameterGroup.ref,
      vpcSecurityGroupIds: [network.securityGroup.securityGroupId],
      iamRoles: [copyRole.roleArn],
      loggingProperties: {
        logDestinationType: 'cloudwatch',
        logExports: ['connectionlog', 'useractivitylog', 'userlog'],
      },
      allowVersionUpgrade: true,
      preferredMaintenanceWindow: 'sun:02:00-sun:03:00',
      automatedSnapshotRetentionPeriod: snapshotDays,
    });
    cluster.applyRemovalPolicy(isProtected ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY);
    this.target = {
      variable: 'REDSHIFT_CLUSTER',
      name: cluster.ref,
      arn: Stack.of(this).formatArn({
        service: 'redshift',
        resource: 'cluster',
        resourceName: prefix,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    };
  }
}
