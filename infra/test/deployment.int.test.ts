import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { type Emulator, motoProblem, startMoto } from '@sales/emulators';
import {
  compare,
  faultsOf,
  makeFiles,
  startDeployedCloud,
  uploadAndRun,
  whatIsThere,
} from '@sales/rehearsal';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const problem = motoProblem();
const infra = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sales-deployment-'));
const outputs = join(folder, 'outputs.json');
const TIMEOUT = { timeout: 900_000 };

let moto: Emulator;
let variables: Record<string, string>;
let files: Awaited<ReturnType<typeof makeFiles>>;

describe.skipIf(problem)(`a deployment to a stand-in for AWS (${problem ?? 'moto'})`, () => {
  beforeAll(async () => {
    files = await makeFiles(folder, 900_000);
    moto = await startMoto({ everyResource: true });
    variables = {
      ...moto.environment,
      // The CDK hands CloudFormation the URL of the template; moto finds its bucket in one that says localhost.
      AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: moto.endpoint.replace('127.0.0.1', 'localhost'),
      SALES_REGION: moto.environment.AWS_REGION!,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      HOME: folder,
      CI: 'true',
    };
    await run(join(infra, 'node_modules/.bin/cdk'), [
      'bootstrap',
      '--no-notices',
      '--app',
      inject('assembly'),
      where(),
    ]);
  });
  afterAll(async () => {
    await moto?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes the three stacks, of the real templates and the real bundles', TIMEOUT, async () => {
    const said = await cloud('deploy', 'dev', ...DIRECTLY, '--outputs-file', outputs);
    for (const stack of STACKS) expect(said).toContain(`✅  ${stack}`);
    expect(await stacks()).toEqual(STACKS);
    const there = await whatIsThere(moto.endpoint);
    for (const name of [
      `bucket ${outputsOf('sales-dev-data').LakeBucket}`,
      'function sales-dev-clean',
      'queue sales-dev-events',
      'rule sales-dev-new-file',
      'secret sales-dev/warehouse/loader',
      'state machine sales-dev-batch',
      'topic sales-dev-batches',
    ])
      expect(there).toContain(name);
    expect(outputsOf('sales-dev-pipeline').StateMachine).toMatch(/stateMachine:sales-dev-batch$/);
  });

  it('runs the workflow on what was deployed, with the truth as the result', TIMEOUT, async () => {
    const { paths, truth } = files;
    const running = await startDeployedCloud(moto, 'dev');
    try {
      variables = { ...variables, AWS_ENDPOINT_URL_REDSHIFT_DATA: running.redshift.endpoint };
      await uploadAndRun(running, paths.slice(0, 10));
      await sales('upload', ...paths.slice(10));
      await uploadAndRun(running, []);
      const result = await compare(running, files, folder);
      expect(faultsOf(result, truth)).toEqual([]);
      expect(result.executions.length).toBeGreaterThanOrEqual(2);
      // The command line finds all of it by the stacks' outputs.
      const { batches, waiting } = (await sales('status')) as { batches: object[]; waiting: object[] };
      expect([batches.length, waiting]).toEqual([result.executions.length, []]);
      const { rows } = (await sales('query', 'SELECT count(*) FROM fact_sales')) as { rows: unknown[][] };
      expect(rows).toEqual([[String(truth.facts.rows)]]);
      const { findings } = (await sales('doctor')) as { findings: { subject: string; level: string }[] };
      expect(findings.filter(({ level }) => level === 'ok').map(({ subject }) => subject)).toEqual([
        'identity',
        'stacks',
        'crawler',
      ]);
      expect(findings.filter(({ level }) => level === 'fail')).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  it('changes nothing the second time', TIMEOUT, async () => {
    variables = { ...variables, SALES_BUNDLES: 'kept' };
    const said = await cloud('deploy', 'dev', ...DIRECTLY);
    for (const stack of STACKS) expect(said).toContain(`✅  ${stack} (no changes)`);
    expect(await cloud('diff', 'dev', '--no-notices', '--method=template')).toContain(
      'Number of stacks with differences: 0',
    );
  });

  it('is not taken down before its name was typed', TIMEOUT, async () => {
    await expect(cloud('destroy', 'dev')).rejects.toThrow(/Nothing was removed\. Type sales-dev when asked/);
    await expect(cloud('destroy', 'prod')).rejects.toThrow(/sales-prod is protected/);
    expect(await stacks()).toEqual(STACKS);
  });

  it('leaves nothing when it is taken down, with all that is in the lake', TIMEOUT, async () => {
    variables = { ...variables, SALES_CONFIRM: 'sales-dev' };
    const said = await cloud('destroy', 'dev', '--no-notices');
    for (const stack of STACKS) expect(said).toContain(`✅  ${stack}: destroyed`);
    expect(await stacks()).toEqual([]);
    // What `cdk bootstrap` made is the account's, for all its apps.
    expect(await whatIsThere(moto.endpoint)).toEqual([
      `bucket cdk-hnb659fds-assets-123456789012-${variables.AWS_REGION}`,
    ]);
  });
});

const STACKS = ['sales-dev-data', 'sales-dev-warehouse', 'sales-dev-pipeline'];
// By stacks, not by change sets: moto forgets the exports of a stack that comes of a change set.
const DIRECTLY = ['--no-notices', '--method', 'direct'];

function where(): string {
  return `aws://123456789012/${variables.AWS_REGION}`;
}

const cloud = (...args: readonly string[]): Promise<string> =>
  run(process.execPath, ['--conditions=@sales/source', join(infra, 'src/cloud.ts'), ...args]);

/** Runs a command of `sales` on what was deployed, and gives what it answers. */
async function sales(...args: readonly string[]): Promise<unknown> {
  const main = join(infra, '../apps/admin/src/main.ts');
  return JSON.parse(
    await run(process.execPath, ['--conditions=@sales/source', main, ...args, '--env', 'dev', '--json']),
  );
}

/** Gives what a program printed; fails with it where the program fails. */
async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { cwd: infra, env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}.\n${said}`);
  return said;
}

function client() {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = variables;
  return {
    endpoint: moto.endpoint,
    region: AWS_REGION!,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! },
  };
}

async function stacks(): Promise<readonly string[]> {
  const { StackSummaries = [] } = await new CloudFormationClient(client()).send(
    new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] }),
  );
  return StackSummaries.map(({ StackName }) => StackName!).filter((name) => name.startsWith('sales-'));
}

function outputsOf(stack: string): Readonly<Record<string, string>> {
  return (JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Record<string, string>>)[stack]!;
}
