import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import * as core from '@sales/etl-core';
import { type Emulator, motoProblem, sdkEnvironment, startMoto } from '@sales/emulators';
import { type Redshift, startRedshift } from '@sales/emulators/redshift';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInCloud } from '../src/cloud/runInCloud.ts';
import { sale, writeSales } from './support/sales.ts';
import { typed, typedJson } from './support/typed.ts';

const problem = motoProblem();
const before = { ...process.env };
let moto: Emulator;
let redshift: Redshift;

interface Checkup {
  readonly healthy: boolean;
  readonly findings: readonly {
    readonly subject: string;
    readonly level: string;
    readonly message: string;
    readonly next?: string;
  }[];
}

describe.skipIf(problem)(`an environment on AWS (${problem ?? 'moto'})`, () => {
  beforeAll(async () => {
    moto = await startMoto({ everyResource: true });
    redshift = await startRedshift({ warehouses: ['sales-dev'] });
    Object.assign(process.env, moto.environment, { AWS_ENDPOINT_URL_REDSHIFT_DATA: redshift.endpoint });
    const client = new CloudFormationClient({});
    for (const [name, template] of Object.entries(TEMPLATES)) {
      const TemplateBody = JSON.stringify(template);
      await client.send(new CreateStackCommand({ StackName: `sales-dev-${name}`, TemplateBody }));
    }
  }, 300_000);
  afterAll(async () => {
    process.env = before;
    await redshift?.stop();
    await moto?.stop();
  });

  it('is examined thing by thing, each with what to do', async () => {
    const { code, out } = await typed(['doctor', '--env', 'dev', '--json']);
    const { findings } = JSON.parse(out) as Checkup;
    const levels = Object.fromEntries(findings.map(({ subject, level }) => [subject, level]));
    expect(levels).toEqual({
      identity: 'ok',
      stacks: 'ok',
      secret: 'warn',
      messages: 'warn',
      crawler: 'ok',
      quota: 'warn',
    });
    for (const { level, next, message } of findings)
      expect([message, level === 'ok']).toEqual([message, next === undefined]);
    expect(code).toBe(0);
  });

  it('that is not deployed is told with the command that deploys it', async () => {
    const { code, out } = await typed(['doctor', '--env', 'elsewhere', '--json']);
    const { findings } = JSON.parse(out) as Checkup;
    expect(findings.at(-1)).toMatchObject({
      subject: 'stacks',
      level: 'fail',
      next: 'pnpm deploy:elsewhere',
    });
    expect(code).toBe(1);
    const status = await typed(['status', '--env', 'elsewhere']);
    expect(status.code).toBe(1);
    expect(status.err).toContain('There is no stack sales-elsewhere-data in this account and region');
  });

  it('takes files as a folder does, once', async () => {
    const file = writeSales(temporaryFolder(), 'monday.json', [sale()]);
    const first = await typedJson<{ stored: string[] }>(['upload', file, '--env', 'dev']);
    expect(first.stored).toEqual(['raw/sales/monday.json']);
    const again = await typedJson<{ unchanged: string[] }>(['upload', file, '--env', 'dev']);
    expect(again.unchanged).toEqual(['raw/sales/monday.json']);
  });

  it('shows what waits, and suggests commands for itself', async () => {
    const { waiting } = await typedJson<{ waiting: { key: string }[] }>(['status', '--env', 'dev']);
    expect(waiting.map(({ key }) => key)).toEqual(['raw/sales/monday.json']);
    const { out } = await typed(['status', '--env', 'dev']);
    expect(out).toContain('1 file waits in raw');
    expect(out).toContain('run --env dev');
    expect(out).not.toContain('aws:');
  });

  it('answers questions from its warehouse, and changes nothing there', async () => {
    const { rows } = await typedJson<{ rows: unknown[][] }>([
      'query',
      'SELECT 6 * 7 AS answer',
      '--env',
      'dev',
    ]);
    expect(rows).toEqual([[42]]);
    expect((await typed(['query', 'DROP TABLE fact_sales', '--env', 'dev'])).code).toBe(1);
  });

  it('goes by a name that can be one', async () => {
    expect((await typed(['status', '--env', 'Dev!'])).code).toBe(2);
  });
});

describe('trying a batch again', () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const event = JSON.parse(Buffer.concat(chunks).toString()) as { redrive: string };
      asked.push([request.url, event]);
      const isKnown = event.redrive === 'b1';
      response.writeHead(200, isKnown ? {} : { 'x-amz-function-error': 'Unhandled' });
      response.end(
        JSON.stringify(isKnown ? { started: ['b1-r2'] } : { errorMessage: 'There is no batch b2.' }),
      );
    });
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, sdkEnvironment(`http://127.0.0.1:${port}`));
  });
  afterAll(() => {
    process.env = before;
    server.close();
  });

  it('is asked of the intake, which says what it started', async () => {
    const { started } = await typedJson<{ started: string[] }>(['redrive', 'b1', '--env', 'dev']);
    expect(started).toEqual(['b1-r2']);
    expect(asked).toEqual([['/2015-03-31/functions/sales-dev-intake/invocations', { redrive: 'b1' }]]);
  });

  it('says why it could not be', async () => {
    const { code, err } = await typed(['redrive', 'b2', '--env', 'dev']);
    expect([code, err]).toEqual([1, 'error: b2 could not be tried again: There is no batch b2.']);
  });

  it('is not for folders', async () => {
    expect((await typed(['redrive', 'b1'])).code).toBe(2);
  });
});

describe('a run that others do', () => {
  it('is over when nothing waits and every batch has ended', async () => {
    const folder = temporaryFolder();
    const file = writeSales(folder, 'monday.json', [sale()]);
    const services = core.localServices({ lake: join(folder, 'lake') });
    const others = core.runPipeline({ pipeline: core.salesPipeline, workers: 1 }).pipe(Effect.delay(500));
    const program = Effect.all([runInCloud(core, [file], { pollMs: 50 }), others], { concurrency: 2 });
    const [{ intake, batches }] = await Effect.runPromise(program.pipe(Effect.provide(services)));
    expect(intake.stored).toEqual(['raw/sales/monday.json']);
    expect(batches.map(({ status, account }) => [status, account?.loaded])).toEqual([['loaded', 1]]);
  });
});

const output = (Value: unknown) => ({ Value });

/** What the commands see of an environment: the resources they ask for, and the outputs of its three stacks. */
const TEMPLATES = {
  data: {
    Resources: {
      Lake: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'sales-dev-lake' } },
      Batches: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'sales-dev-batches' } },
      Alarms: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'sales-dev-alarms' } },
    },
    Outputs: {
      LakeBucket: output({ Ref: 'Lake' }),
      BatchesTopic: output({ Ref: 'Batches' }),
      AlarmsTopic: output({ Ref: 'Alarms' }),
    },
  },
  warehouse: {
    Resources: {
      Loader: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { Name: 'sales-dev/warehouse/loader', SecretString: '{}' },
      },
    },
    Outputs: {
      WarehouseName: output('sales-dev'),
      WarehouseKind: output('serverless'),
      WarehouseDatabase: output('sales'),
      WarehouseSchema: output('public'),
      LoaderSecret: output({ Ref: 'Loader' }),
    },
  },
  pipeline: {
    Resources: {
      Database: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'sales_dev' } } },
      Crawler: {
        Type: 'AWS::Glue::Crawler',
        DependsOn: 'Database',
        Properties: {
          Name: 'sales-dev-raw',
          Role: 'arn:aws:iam::123456789012:role/crawler',
          DatabaseName: 'sales_dev',
          Targets: {},
        },
      },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
      Clean: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'sales-dev-clean',
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { ZipFile: 'exports.handler = () => {}' },
        },
      },
    },
    Outputs: {
      StateMachine: output('arn:aws:states:us-east-1:123456789012:stateMachine:sales-dev-batch'),
      Crawler: output('sales-dev-raw'),
    },
  },
};
