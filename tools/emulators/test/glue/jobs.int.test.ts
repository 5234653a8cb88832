import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type GlueJobs, motoProblem, openGlueJobs, sdkEnvironment, StatesError } from '../../src/index.ts';

const problem = motoProblem();
const folder = mkdtempSync(join(tmpdir(), 'glue-'));
const script = join(folder, 'job.py');
const told = join(folder, 'told.json');
let jobs: GlueJobs | undefined;

function open(lines: readonly string[]): GlueJobs {
  writeFileSync(script, lines.join('\n'));
  jobs = openGlueJobs({
    jobs: {
      load: { kind: 'pythonshell', script, defaultArguments: { '--database': 'sales', '--told': told } },
    },
    s3Endpoint: 'http://127.0.0.1:1',
    environment: sdkEnvironment('http://127.0.0.1:1'),
  });
  return jobs;
}

describe.skipIf(problem)(`a job of Glue (${problem ?? 'installed'})`, () => {
  afterEach(() => jobs?.stop());
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is run with its own arguments and those of the run, and calls AWS in its own name', async () => {
    const { runSync, runs } = open([
      'import json, os, sys, boto3',
      'name = boto3.client("s3")._request_signer._credentials.access_key',
      `json.dump([name, sys.argv[1:]], open(${JSON.stringify(told)}, "w"))`,
    ]);
    const run = await runSync({ JobName: 'load', Arguments: { '--batch_id': 'b', '--database': 'other' } });
    expect(run).toMatchObject({ JobName: 'load', JobRunState: 'SUCCEEDED' });
    expect(runs).toEqual([run]);
    const args = ['--database', 'other', '--told', told, '--batch_id', 'b'];
    expect(JSON.parse(readFileSync(told, 'utf8'))).toEqual(['load', args]);
  });

  it('fails the task with the run and its last word where its script does', async () => {
    const { runSync } = open(['import sys', 'sys.exit("load: there is no plan")']);
    const error = await runSync({ JobName: 'load' }).catch((failed: unknown) => failed);
    expect(error).toBeInstanceOf(StatesError);
    expect((error as StatesError).error).toBe('States.TaskFailed');
    expect(JSON.parse((error as StatesError).causeText)).toMatchObject({
      JobName: 'load',
      JobRunState: 'FAILED',
      ErrorMessage: 'load: there is no plan',
    });
  });

  it('runs once at a time', async () => {
    const { runSync } = open(['import time', 'time.sleep(60)']);
    const first = runSync({ JobName: 'load' });
    await expect(runSync({ JobName: 'load' })).rejects.toMatchObject({
      error: 'Glue.ConcurrentRunsExceededException',
    });
    await jobs!.stop();
    await expect(first).rejects.toMatchObject({ error: 'States.TaskFailed' });
  });

  it('has to be there', async () => {
    await expect(open([]).runSync({ JobName: 'other' })).rejects.toMatchObject({
      error: 'Glue.EntityNotFoundException',
    });
  });
});
