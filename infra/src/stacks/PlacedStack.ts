import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { boundRoles } from '../constructs/Security.ts';
import type { Environment } from '../environment.ts';

export interface PlacedStackProps {
  readonly environment: Environment;
  readonly description: string;
  /** Whether it holds what cannot be made again. */
  readonly isStateful: boolean;
}

/** A stack of one environment, such as `sales-dev-data`: where it lies, its tags, its protection, its roles' bound. */
export abstract class PlacedStack extends Stack {
  /** Such as `sales-dev`. */
  readonly prefix: string;

  constructor(scope: Construct, id: string, props: PlacedStackProps) {
    const { environment, description, isStateful } = props;
    const { configuration, account, region } = environment;
    const prefix = `sales-${configuration.name}`;
    super(scope, `${prefix}-${id}`, {
      description,
      env: { region, ...(account === undefined ? {} : { account }) },
      tags: { application: 'sales-etl', environment: configuration.name },
      terminationProtection: configuration.isProtected && isStateful,
    });
    this.prefix = prefix;
    if (configuration.permissionsBoundary !== undefined) boundRoles(this, configuration.permissionsBoundary);
  }
}
