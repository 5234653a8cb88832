import { Aws, CfnResource, Duration, Stack, Validations } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { InvocationType, Trigger } from 'aws-cdk-lib/triggers';
import type { AdministratorName } from '@sales/workflow';
import { Construct } from 'constructs';
import { Handler } from './Handler.ts';
import type { AdministrationProps } from './AdministrationProps.ts';

/**
 * Keeps the warehouse in order. A deployment calls `migrate` whenever its code or settings changed, and fails where it
 * fails; Secrets Manager calls `rotate` to change the password of the user that loads.
 */
export class Administration extends Construct {
  readonly migrate: Handler;
  readonly rotate: Handler;

  constructor(scope: Construct, id: string, props: AdministrationProps) {
    super(scope, id);
    const { grants, bundleOf, loaderSecret, passwordDays, ...shared } = props;
    const make = (name: AdministratorName, description: string, timeoutSeconds: number): Handler =>
      new Handler(this, name, {
        ...shared,
        name,
        description,
        bundle: bundleOf(name),
        memoryMb: 512,
        timeoutSeconds,
        grants: grants[name],
        isCalledByEvents: false,
      });
    this.migrate = make('migrate', 'Brings the warehouse to the schema of the code.', 600);
    this.rotate = make('rotate', 'Changes the password of the user that loads.', 120);

    const trigger = new Trigger(this, 'OnDeployment', {
      handler: this.migrate.function,
      timeout: Duration.seconds(600),
      invocationType: InvocationType.REQUEST_RESPONSE,
    });
    acknowledgeTrigger(trigger);

    this.rotate.function.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Aws.ACCOUNT_ID,
    });
    const rotation = new CfnRotationSchedule(this, 'Rotation', {
      secretId: loaderSecret.secretArn,
      rotationLambdaArn: this.rotate.function.functionArn,
      // The migration makes the user first.
      rotateImmediatelyOnUpdate: false,
      rotationRules: { automaticallyAfterDays: passwordDays },
    });
    // Secrets Manager calls the function at once, to see whether it may.
    rotation.node.addDependency(this.rotate.function.node.findChild('SecretsManager'));
  }
}

/** What cdk-nag finds about the function that the CDK itself brings to call another on deployment. */
function acknowledgeTrigger(trigger: Construct): void {
  const reason =
    'It is the function of the CDK that calls `migrate` on deployment, as the CDK ships it: it runs for seconds, may only do that, and CloudFormation waits for it.';
  const provider = Stack.of(trigger)
    .node.findAll()
    .filter((node) => node.node.id.startsWith('AWSCDK.TriggerCustomResourceProvider'));
  for (const node of provider) {
    for (const child of node.node.findAll()) {
      // The CDK writes down a dependency that the reference to the role is already.
      if (child.node.id === 'Handler' && CfnResource.isCfnResource(child))
        child.addDeletionOverride('DependsOn');
    }
    for (const id of [
      'AwsSolutions-L1',
      'Serverless-LambdaDLQ',
      'Serverless-LambdaTracing',
      'Serverless-LambdaAsyncFailureDestination',
      'Serverless-LambdaLatestVersion',
    ]) {
      Validations.of(node).acknowledge({ id, reason });
    }
  }
}
