import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnNamespace, CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import { Construct } from 'constructs';
import { ADMINISTRATOR } from './Secrets.ts';
import type { WarehouseParts, WarehouseTarget } from './Warehouse.ts';

/** Redshift Serverless: a namespace that keeps the data, a workgroup that computes. */
export class ServerlessWarehouse extends Construct {
  readonly target: WarehouseTarget;

  constructor(scope: Construct, id: string, parts: WarehouseParts) {
    super(scope, id);
    const { prefix, isProtected, settings, network, key, encryptsData, copyRole } = parts;
    const { compute, database } = settings;
    if (compute.kind !== 'serverless')
      throw new TypeError(`A ${compute.kind} warehouse is no serverless one.`);
    const namespace = new CfnNamespace(this, 'Namespace', {
      namespaceName: prefix,
      dbName: database,
      adminUsername: ADMINISTRATOR,
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: key.keyId,
      iamRoles: [copyRole.roleArn],
      defaultIamRoleArn: copyRole.roleArn,
      ...(encryptsData ? { kmsKeyId: key.keyId } : {}),
      logExports: ['connectionlog', 'useractivitylog', 'userlog'],
      ...(isProtected ? { finalSnapshotName: `${prefix}-final`, finalSnapshotRetentionPeriod: 90 } : {}),
    });
    const workgroup = new CfnWorkgroup(this, 'Workgroup', {
      workgroupName: prefix,
      namespaceName: prefix,
      baseCapacity: compute.baseCapacity,
      maxCapacity: compute.maxCapacity,
      enhancedVpcRouting: true,
      publiclyAccessible: false,
      port: 5439,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [network.securityGroup.securityGroupId],
      configParameters: [
        { parameterKey: 'require_ssl', parameterValue: 'true' },
        { parameterKey: 'enable_user_activity_logging', parameterValue: 'true' },
      ],
    });
    workgroup.addResourceDependency(namespace);
    namespace.applyRemovalPolicy(isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    this.target = {
      variable: 'REDSHIFT_WORKGROUP',
      name: workgroup.ref,
      arn: workgroup.attrWorkgroupWorkgroupArn,
    };
  }
}
