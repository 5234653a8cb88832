import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordedCall, motoProblem, startFaultProxy } from '@sales/emulators';
import { makeFiles, startCloud, uploadAndRun } from '@sales/rehearsal';
import { type HandlerName, handlerNames } from '@sales/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHandlers } from '../src/cdk.ts';
import { allStatements } from './support/statements.ts';

const problem = motoProblem();
const folder = mkdtempSync(join(tmpdir(), 'sales-calls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an operation is called by IAM, where that is not its own name. */
const ACTIONS: Readonly<Record<string, string>> = {
  'sns:Publish': 'sns:Publish',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:UploadPart': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:HeadBucket': 's3:ListBucket',
};

/** What a role may do without its function being seen to do it here, with the reason. */
const UNSEEN: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'Lambda itself writes the log.',
  'logs:PutLogEvents': 'Lambda itself writes the log.',
  'xray:PutTraceSegments': 'Lambda itself sends the trace.',
  'xray:PutTelemetryRecords': 'Lambda itself sends the trace.',
  'kms:Decrypt': 'S3, SNS and Secrets Manager ask for it in the name of who calls them.',
  'kms:GenerateDataKey': 'S3 and SNS ask for it in the name of who calls them.',
  'secretsmanager:GetSecretValue': 'The Data API reads the secret in the name of who calls it.',
  'sqs:SendMessage': 'Lambda itself keeps the events that a function failed at.',
  's3:ListBucket':
    'S3 asks for it when an object is not there: others than who may list get 403 instead of 404.',
  's3:AbortMultipartUpload': 'Only an upload that breaks is aborted.',
  's3:ListBucketVersions': 'Not every step has something to list in a batch that goes well.',
  'redshift-data:CancelStatement': 'Only a load that is stopped is cancelled.',
  'redshift-data:ExecuteStatement': 'Loads are batches of statements.',
  'redshift-data:GetStatementResult': 'Read where an earlier load of the batch is looked for.',
};

describe.skipIf(problem)(`the calls of a rehearsal (${problem ?? 'moto'})`, { timeout: 600_000 }, () => {
  const calls: RecordedCall[] = [];

  beforeAll(async () => {
    buildHandlers();
    const proxies: Awaited<ReturnType<typeof startFaultProxy>>[] = [];
    const before = async (endpoint: string) => {
      const proxy = await startFaultProxy({ endpoint });
      proxies.push(proxy);
      return proxy.endpoint;
    };
    const cloud = await startCloud({ rangeBytes: 500_000, concurrency: 2, before });
    try {
      const files = await makeFiles(folder, 900_000);
      await uploadAndRun(cloud, files.paths.slice(0, 4));
      await cloud.invoke('watch', {});
      calls.push(...proxies.flatMap((proxy) => proxy.calls));
    } finally {
      await cloud.stop();
      for (const proxy of proxies) await proxy.stop();
    }
  }, 600_000);

  it.each(handlerNames)('of %s are all allowed', (name) => {
    const mine = calls.filter(({ caller }) => caller === name);
    const grants = grantsOf(name);
    const refused = mine.filter((call) => !grants.some((grant) => isAllowedBy(grant, call)));
    expect(refused.map(({ name: call, path }) => `${call} ${path}`)).toEqual([]);
  });

  it('come from nearly every function that makes calls', () => {
    const callers = new Set(calls.map(({ caller }) => caller));
    for (const name of handlerNames.filter((each) => each !== 'watch')) expect(callers).toContain(name);
  });

  it('use nearly all that is granted', () => {
    const unused = handlerNames.flatMap((name) => {
      const seen = new Set(calls.filter(({ caller }) => caller === name).flatMap(actionsOf));
      const granted = new Set(grantsOf(name).flatMap(({ actions }) => actions));
      return [...granted].filter((action) => !seen.has(action)).map((action) => `${name} ${action}`);
    });
    const unexplained = unused.filter((each) => UNSEEN[each.split(' ')[1]!] === undefined);
    expect(unexplained.filter((each) => !RARELY.includes(each))).toEqual([]);
  });
});

/** What only a batch that fails, waits or comes again needs. */
const RARELY: readonly string[] = [
  'catalog s3:GetObject',
  'intake s3:DeleteObject',
  'load s3:DeleteObject',
  'model s3:DeleteObject',
  'model s3:GetObjectVersion',
  'notify s3:DeleteObject',
  'plan s3:GetObjectVersion',
  'watch sns:Publish',
];

interface Granted {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly prefixes: readonly string[] | undefined;
}

/** What a handler's role may do in dev; resources by what follows the lake's ARN. */
function grantsOf(name: HandlerName): readonly Granted[] {
  return allStatements()
    .filter(({ where }) => where.startsWith(`sales-dev-pipeline/Handlers${name}Role`))
    .filter(({ type, effect }) => type === 'AWS::IAM::Policy' && effect === 'Allow')
    .map(({ actions, resources, conditions }) => ({
      actions,
      resources: resources.map(keyPattern),
      prefixes: (conditions as { StringLike?: { 's3:prefix'?: string[] } } | undefined)?.StringLike?.[
        's3:prefix'
      ],
    }));
}

/** `raw/sales/*` of `{ Fn::Join: ['', [<lake>, '/raw/sales/*']] }`; nothing where the resource is no object. */
function keyPattern(resource: unknown): string {
  const parts = (resource as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [];
  const last = parts.at(-1);
  return typeof last === 'string' ? last.replace(/^\//, '') : '';
}

function isAllowedBy({ actions, resources, prefixes }: Granted, call: RecordedCall): boolean {
  if (!actionsOf(call).every((action) => actions.includes(action))) return false;
  if (call.service !== 's3') return true;
  const url = new URL(call.path, 'http://localhost');
  const [, ...segments] = decodeURIComponent(url.pathname).slice(1).split('/');
  const key = segments.join('/');
  if (key !== '') return resources.some((pattern) => matches(pattern, key));
  const prefix = url.searchParams.get('prefix');
  return prefix === null || prefixes === undefined || prefixes.some((pattern) => matches(pattern, prefix));
}

function matches(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}

/** What IAM asks for a call: usually one action. */
function actionsOf({ name, path, service }: RecordedCall): readonly string[] {
  const isOfVersion = service === 's3' && /[?&]versionId=/.test(path) && !/null/.test(path);
  const action = ACTIONS[name] ?? name;
  return isOfVersion && action === 's3:GetObject' ? ['s3:GetObjectVersion'] : [action];
}
