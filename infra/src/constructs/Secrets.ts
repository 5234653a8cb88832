import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SecretsProps } from './SecretsProps.ts';

/** The administrator. Redshift makes the password, keeps it as a secret under a name of its own, and rotates it. */
export const ADMINISTRATOR = 'sales_admin';

/** The user that loads. */
const LOADER = 'sales_loader';

/**
 * The password of the user that loads, made here and seen by nobody. The migration makes the user with it; the
 * rotation changes it. The administrator's password is Redshift's own affair: it makes, keeps and rotates it.
 */
export class Secrets extends Construct {
  readonly loader: Secret;

  constructor(scope: Construct, id: string, { prefix, key, isProtected, target }: SecretsProps) {
    super(scope, id);
    const { database, clusterIdentifier } = target;
    this.loader = new Secret(this, 'Loader', {
      secretName: `${prefix}/warehouse/loader`,
      description: `The user and password with which ${prefix} loads its warehouse.`,
      encryptionKey: key,
      removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({
          username: LOADER,
          dbname: database,
          // The Data API compares it with the cluster it is asked for.
          ...(clusterIdentifier === undefined ? {} : { dbClusterIdentifier: clusterIdentifier }),
        }),
        generateStringKey: 'password',
        passwordLength: 40,
        // Redshift takes neither quotes nor slashes, backslashes, at signs or blanks in a password.
        excludeCharacters: `"'/\\@ `,
      },
    });
    Validations.of(this.loader).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The rotation is in the pipeline stack, with the function that does it; a test holds it there.',
    });
  }
}
