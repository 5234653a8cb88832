import {
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Effect } from 'effect';
import {
  administer,
  type AdministratorSettings,
  administratorSettings,
  hasUser,
  parseUser,
  passwordClause,
} from '../administrator.ts';

/** One of the four calls by which Secrets Manager has a secret changed. */
export interface Rotation {
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

type Stage = 'AWSCURRENT' | 'AWSPENDING';

/** Changes the password of the user that loads. Each step may come twice, and then changes nothing. */
export const rotate = Effect.fn('rotate')(function* (rotation: Rotation) {
  const settings = yield* administratorSettings;
  yield* Effect.promise(() => STEPS[rotation.Step](new SecretsManagerClient({}), rotation, settings));
});

const STEPS: Readonly<
  Record<
    Rotation['Step'],
    (client: SecretsManagerClient, rotation: Rotation, settings: AdministratorSettings) => Promise<void>
  >
> = {
  createSecret: async (client, { SecretId, ClientRequestToken }) => {
    if ((await read(client, SecretId, 'AWSPENDING', ClientRequestToken)) !== undefined) return;
    const current = await read(client, SecretId, 'AWSCURRENT');
    const { RandomPassword } = await client.send(
      new GetRandomPasswordCommand({ PasswordLength: 40, ExcludeCharacters: `"'/\\@ ` }),
    );
    await client.send(
      new PutSecretValueCommand({
        SecretId,
        ClientRequestToken,
        SecretString: JSON.stringify({ ...JSON.parse(current!), password: RandomPassword }),
        VersionStages: ['AWSPENDING'],
      }),
    );
  },
  setSecret: async (client, { SecretId, ClientRequestToken }, settings) => {
    const pending = await read(client, SecretId, 'AWSPENDING', ClientRequestToken);
    const { username, password } = parseUser(pending);
    await administer(settings, [`ALTER USER ${username} ${passwordClause(username, password)}`]);
  },
  // The Data API connects with a secret's current version only, so the pending one cannot be tried out; what can be
  // known is that its user is there.
  testSecret: async (client, { SecretId, ClientRequestToken }, settings) => {
    const { username } = parseUser(await read(client, SecretId, 'AWSPENDING', ClientRequestToken));
    if (!(await hasUser(settings, username)))
      throw new Error(`The warehouse has no user ${username}; deploy the pipeline stack again.`);
  },
  finishSecret: async (client, { SecretId, ClientRequestToken }) => {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
    const current = Object.keys(VersionIdsToStages).find((id) =>
      VersionIdsToStages[id]!.includes('AWSCURRENT'),
    );
    if (current === ClientRequestToken) return;
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: ClientRequestToken,
        RemoveFromVersionId: current,
      }),
    );
  },
};

async function read(
  client: SecretsManagerClient,
  SecretId: string,
  VersionStage: Stage,
  VersionId?: string,
): Promise<string | undefined> {
  try {
    const { SecretString } = await client.send(
      new GetSecretValueCommand({
        SecretId,
        VersionStage,
        ...(VersionId === undefined ? {} : { VersionId }),
      }),
    );
    return SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
