import { CfnOutput } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { Network } from '../constructs/Network.ts';
import { Secrets } from '../constructs/Secrets.ts';
import { Warehouse, type WarehouseTarget } from '../constructs/Warehouse.ts';
import type { Environment } from '../environment.ts';
import type { DataStack } from './DataStack.ts';
import { PlacedStack } from './PlacedStack.ts';

export interface WarehouseStackProps {
  readonly environment: Environment;
  readonly data: DataStack;
}

/** The warehouse, its network and its user's secret. */
export class WarehouseStack extends PlacedStack {
  readonly target: WarehouseTarget;
  readonly copyRole: IRole;
  readonly loaderSecret: ISecret;
  readonly administratorSecretArn: string;

  constructor(scope: Construct, { environment, data }: WarehouseStackProps) {
    const { isProtected, warehouse: settings, dataKey, logDays } = environment.configuration;
    const { zones } = settings;
    super(scope, 'warehouse', {
      environment,
      description: 'Redshift, its network and its secret.',
      isStateful: true,
    });
    const { key, bucket } = data;
    const shared = { prefix: this.prefix, bucket, key, logDays };
    const network = new Network(this, 'Network', {
      ...shared,
      zones,
    });
    const { target, copyRole, administratorSecretArn } = new Warehouse(this, 'Warehouse', {
      ...shared,
      isProtected,
      settings,
      network,
      encryptsData: dataKey === 'customer',
    });
    const { loader } = new Secrets(this, 'Secrets', {
      prefix: this.prefix,
      key,
      isProtected,
      target: {
        database: settings.database,
        clusterIdentifier: target.variable === 'REDSHIFT_CLUSTER' ? target.name : undefined,
      },
    });
    this.target = target;
    this.copyRole = copyRole;
    this.loaderSecret = loader;
    this.administratorSecretArn = administratorSecretArn;
    new CfnOutput(this, 'WarehouseName', { value: target.name });
    new CfnOutput(this, 'WarehouseKind', { value: settings.compute.kind });
    new CfnOutput(this, 'WarehouseDatabase', { value: settings.database });
    new CfnOutput(this, 'WarehouseSchema', { value: settings.schema });
    new CfnOutput(this, 'LoaderSecret', { value: loader.secretArn });
    new CfnOutput(this, 'CopyRole', { value: copyRole.roleArn });
  }
}
