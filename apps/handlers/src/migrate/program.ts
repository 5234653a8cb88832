import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Warehouse } from '@sales/warehouse';
import { environmentNames } from '@sales/workflow';
import { Config, Effect } from 'effect';
import { administer, administratorSettings, hasUser, parseUser, passwordClause } from '../administrator.ts';
import { pipelineOf } from '../pipeline.ts';

/** Brings the warehouse to the schema of the code: its tables, the user that loads, and what that user may do. */
export const migrate = Effect.fn('migrate')(function* () {
  const settings = yield* administratorSettings;
  const schema = yield* Config.NonEmptyString(environmentNames.redshiftSchema);
  const { star } = yield* pipelineOf();
  const warehouse = yield* Warehouse;
  yield* warehouse.migrate(star);
  yield* Effect.promise(async () => {
    const { SecretString } = await new SecretsManagerClient({}).send(
      new GetSecretValueCommand({ SecretId: settings.loaderSecret }),
    );
    const { username, password } = parseUser(SecretString);
    const verb = (await hasUser(settings, username)) ? 'ALTER' : 'CREATE';
    await administer(settings, [
      `${verb} USER ${username} ${passwordClause(username, password)}`,
      ...grants(username, schema),
    ]);
  });
  return { migrated: true };
});

/**
 * What loading takes, and no more: rows, but no table made, changed or dropped. Temporary tables every user may make,
 * as Redshift grants that to PUBLIC.
 */
function grants(user: string, schema: string): readonly string[] {
  return [
    `GRANT USAGE ON SCHEMA ${schema} TO ${user}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${user}`,
  ];
}
