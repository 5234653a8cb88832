import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { administratorVariables, environmentNames } from '@sales/workflow';
import { Config } from 'effect';
import { optional } from './settings.ts';

/** Where the administrator works, and the secret that lets them in. */
export const administratorSettings = Config.all({
  workgroup: optional(environmentNames.redshiftWorkgroup),
  cluster: optional(environmentNames.redshiftCluster),
  database: Config.NonEmptyString(environmentNames.redshiftDatabase),
  administratorSecret: Config.NonEmptyString(administratorVariables.administratorSecretArn),
  loaderSecret: Config.NonEmptyString(environmentNames.redshiftSecretArn),
});

export type AdministratorSettings = Config.Success<typeof administratorSettings>;

/** Runs statements as the administrator, in one transaction, and waits for their end. */
export async function administer(settings: AdministratorSettings, sqls: readonly string[]): Promise<void> {
  const client = new RedshiftDataClient({});
  const { Id } = await client.send(
    new BatchExecuteStatementCommand({ ...target(settings), Sqls: [...sqls] }),
  );
  await ended(client, Id!);
}

/** Whether the database has a user of this name. */
export async function hasUser(settings: AdministratorSettings, name: string): Promise<boolean> {
  const client = new RedshiftDataClient({});
  const Sql = `SELECT usename FROM pg_user WHERE usename = '${name}'`;
  const { Id } = await client.send(new ExecuteStatementCommand({ ...target(settings), Sql }));
  await ended(client, Id!);
  const { Records = [] } = await client.send(new GetStatementResultCommand({ Id: Id! }));
  return Records.length > 0;
}

/**
 * Renders the password clause of a user. Redshift takes the digest of password and name in the password's place, so
 * that no statement, and no log of statements, holds the password.
 */
export function passwordClause(user: string, password: string): string {
  return `PASSWORD 'md5${createHash('md5').update(`${password}${user}`).digest('hex')}'`;
}

/** A user as its secret holds it. Throws where the secret holds something else. */
export function parseUser(secret: string | undefined): {
  readonly username: string;
  readonly password: string;
} {
  const { username, password } = JSON.parse(secret ?? '{}') as Partial<Record<string, string>>;
  if (username === undefined || password === undefined || !/^[a-z_][a-z0-9_]*$/.test(username)) {
    throw new Error(
      'The secret of the user that loads has no `username` and `password`; deploy the warehouse stack again.',
    );
  }
  return { username, password };
}

function target({ workgroup, cluster, database, administratorSecret }: AdministratorSettings) {
  return {
    Database: database,
    SecretArn: administratorSecret,
    ...(workgroup === undefined ? { ClusterIdentifier: cluster } : { WorkgroupName: workgroup }),
  };
}

async function ended(client: RedshiftDataClient, Id: string): Promise<void> {
  for (;;) {
    const { Status, Error: reason } = await client.send(new DescribeStatementCommand({ Id }));
    if (Status === 'FINISHED') return;
    // The statement itself is not quoted: it may hold a password's digest.
    if (Status === 'FAILED' || Status === 'ABORTED')
      throw new Error(`Redshift refused: ${reason ?? Status}.`);
    await setTimeout(300);
  }
}
