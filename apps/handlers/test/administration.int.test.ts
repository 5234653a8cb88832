import { createHash, randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import { type Redshift, startRedshift } from '@sales/emulators/redshift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const problem = motoProblem();
const LOADER = 'sales-dev/warehouse/loader';

let moto: Emulator;
let redshift: Redshift;
let secrets: SecretsManagerClient;
let migrate: (event: unknown) => Promise<unknown>;
let rotate: (event: unknown) => Promise<unknown>;
const asked: string[] = [];
const before = { ...process.env };

describe.skipIf(problem)(`keeping the warehouse in order (${problem ?? 'moto'})`, () => {
  beforeAll(async () => {
    moto = await startMoto();
    redshift = await startRedshift({
      warehouses: ['sales-dev'],
      readSecret: async (secret) => void asked.push(secret),
    });
    Object.assign(process.env, moto.environment, {
      AWS_ENDPOINT_URL_REDSHIFT_DATA: redshift.endpoint,
      ENVIRONMENT: 'dev',
      DATA_SET: 'sales',
      REDSHIFT_WORKGROUP: 'sales-dev',
      REDSHIFT_DATABASE: 'sales',
      REDSHIFT_SCHEMA: 'sales',
      REDSHIFT_SECRET_ARN: LOADER,
      REDSHIFT_ADMINISTRATOR_SECRET_ARN: 'redshift!sales-dev-sales_admin',
    });
    secrets = new SecretsManagerClient({});
    await secrets.send(
      new CreateSecretCommand({
        Name: LOADER,
        SecretString: JSON.stringify({
          username: 'sales_loader',
          password: 'First-Password-1',
          dbname: 'sales',
        }),
      }),
    );
    ({ handler: migrate } = await import('../src/migrate/handler.ts'));
    ({ handler: rotate } = await import('../src/rotate/handler.ts'));
  }, 300_000);
  afterAll(async () => {
    process.env = before;
    await redshift?.stop();
    await moto?.stop();
  });

  it('makes the tables and the user that loads, as the administrator', async () => {
    expect(await migrate({})).toEqual({ migrated: true });
    const tables = await redshift.rows(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'sales'`,
    );
    expect(tables.map(([name]) => name)).toContain('fact_sales');
    expect(await passwordHash()).toBe(hashOf('First-Password-1'));
    expect(new Set(asked)).toEqual(new Set(['redshift!sales-dev-sales_admin']));
  });

  it('lets that user change rows, and no table', async () => {
    const privileges = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES'];
    const columns = privileges.map(
      (privilege) => `has_table_privilege('sales_loader', 'sales.fact_sales', '${privilege}')`,
    );
    expect(await redshift.rows(`SELECT ${columns.join(', ')}`)).toEqual([['t', 't', 't', 't', 'f', 'f']]);
  });

  it('changes nothing the second time', async () => {
    expect(await migrate({})).toEqual({ migrated: true });
    expect(await passwordHash()).toBe(hashOf('First-Password-1'));
  });

  it('changes the password in the warehouse and in the secret, with each step twice', async () => {
    const ClientRequestToken = randomUUID();
    for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
      for (const _time of [1, 2]) await rotate({ Step, SecretId: LOADER, ClientRequestToken });
    }
    const { SecretString, VersionStages } = await secrets.send(
      new GetSecretValueCommand({ SecretId: LOADER, VersionId: ClientRequestToken }),
    );
    const { username, password, dbname } = JSON.parse(SecretString!) as Record<string, string>;
    expect(VersionStages).toContain('AWSCURRENT');
    expect({ username, dbname }).toEqual({ username: 'sales_loader', dbname: 'sales' });
    expect(password).toHaveLength(40);
    expect(password).not.toMatch(/["'/\\@ ]/);
    expect(await passwordHash()).toBe(hashOf(password!));
    const { VersionIdsToStages = {} } = await secrets.send(new DescribeSecretCommand({ SecretId: LOADER }));
    expect(
      Object.values(VersionIdsToStages)
        .flat()
        .filter((stage) => stage === 'AWSCURRENT'),
    ).toHaveLength(1);
  });

  it('refuses an event that is no rotation', async () => {
    await expect(rotate({ Step: 'dropSecret' })).rejects.toThrow(/The event of rotate is not what it takes/);
  });
});

/** What the warehouse keeps in the password's place. */
async function passwordHash(): Promise<string | null | undefined> {
  return (await redshift.rows(`SELECT rolpassword FROM pg_authid WHERE rolname = 'sales_loader'`))[0]?.[0];
}

function hashOf(password: string): string {
  return `md5${createHash('md5').update(`${password}sales_loader`).digest('hex')}`;
}
