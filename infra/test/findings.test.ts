import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { checkWithNag } from '../src/checks.ts';
import { environmentNames } from '../src/environment.ts';
import { allTemplates, stackNames, templatePath } from './support/templates.ts';

const { PYTHON } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'sales-findings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('cdk-nag', () => {
  it('finds nothing that is not acknowledged, in any stack', () => {
    expect(violationsIn(inject('assembly'))).toEqual([]);
    expect(inject('synthesis')).not.toContain('Acknowledge with');
    expect(allTemplates()).toHaveLength(environmentNames.length * stackNames.length);
  });

  it('does find what is wrong, with the rules of both packs', () => {
    const app = new App({ outdir: join(folder, 'wrong') });
    const stack = new Stack(app, 'wrong');
    new Bucket(stack, 'Open');
    new CfnQueue(stack, 'Endless');
    checkWithNag(app);
    const exitCode = process.exitCode;
    try {
      app.synth();
    } catch {
      // Whether synthesis throws is the CDK's affair; what it reports is asked below.
    }
    process.exitCode = exitCode;
    const rules = violationsIn(join(folder, 'wrong')).map(({ ruleName }) => ruleName);
    expect(rules).toEqual(expect.arrayContaining([expect.stringContaining('AwsSolutions-S10')]));
    expect(rules).toEqual(expect.arrayContaining([expect.stringContaining('Serverless-SQSRedrivePolicy')]));
  });

  it('is told why of each finding that is acknowledged, one construct and one finding at a time', () => {
    const acknowledged = acknowledgements();
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { path, id, reason } of acknowledged) {
      expect(reason.length, `${path} ${id}`).toBeGreaterThan(30);
      // A whole stack never acknowledges anything, and a wildcard goes by the resource it stands in.
      expect(path.split('/').length, `${path} ${id}`).toBeGreaterThan(2);
      expect(id, path).not.toMatch(/IAM5$/);
    }
  });
});

describe.skipIf(PYTHON === undefined)('cfn-lint', () => {
  it('has no error and no warning for any template', { timeout: 300_000 }, () => {
    const { status, stdout, stderr } = lint(
      environmentNames.flatMap((environment) => stackNames.map((stack) => templatePath(environment, stack))),
    );
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });

  it('does warn of a template that is wrong', () => {
    const path = join(folder, 'wrong.template.json');
    const Resources = { Wrong: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 'long' } } };
    writeFileSync(path, JSON.stringify({ Resources }));
    expect(lint([path]).stdout).toMatch(/E3012/);
  });
});

function lint(paths: readonly string[]) {
  const program = join(dirname(PYTHON!), 'cfn-lint');
  return spawnSync(program, ['--regions', 'eu-central-1', '--', ...paths], { encoding: 'utf8' });
}

interface Violation {
  readonly ruleName: string;
}

function violationsIn(assembly: string): readonly Violation[] {
  const path = ['validation-report.json', 'policy-validation-report.json']
    .map((name) => join(assembly, name))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`The CDK left no report of its checks in ${assembly}.`);
  const { pluginReports } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly pluginReports: readonly { readonly violations?: readonly Violation[] }[];
  };
  return pluginReports.flatMap(({ violations }) => violations ?? []);
}

function acknowledgements() {
  return environmentNames.flatMap((environment) =>
    stackNames.flatMap((stack) => {
      const path = join(inject('assembly'), `sales-${environment}-${stack}.metadata.json`);
      const metadata = JSON.parse(readFileSync(path, 'utf8')) as Record<
        string,
        { type: string; data: unknown }[]
      >;
      return Object.entries(metadata).flatMap(([node, entries]) =>
        entries
          .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
          .flatMap(({ data }) =>
            Object.entries(data as Record<string, string>).map(([id, reason]) => ({
              path: node,
              id,
              reason,
            })),
          )
          // The CDK acknowledges some of its own checks for its own constructs.
          .filter(({ id }) => /AwsSolutions-|Serverless-/.test(id)),
      );
    }),
  );
}
