import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { motoProblem, sparkProblem } from '@sales/emulators';
import { temporaryFolder } from '@sales/test-kit';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { startCloud } from '../src/cloud.ts';
import { makeFiles } from '../src/files.ts';
import { jobNames } from '../src/jobs.ts';
import { faultsOf } from '../src/judgement.ts';
import { readMail } from '../src/mailbox.ts';
import { compare, uploadAndRun } from '../src/rehearsal.ts';

const problem = motoProblem() ?? sparkProblem();

describe.skipIf(problem)(`batches for Glue (${problem ?? 'moto and Spark'})`, { timeout: 600_000 }, () => {
  let cloud: Awaited<ReturnType<typeof startCloud>>;
  beforeAll(async () => {
    cloud = await startCloud({
      rangeBytes: 500_000,
      concurrency: 2,
      engine: 'auto',
      glueAboveBytes: 400_000,
    });
  }, 300_000);
  afterAll(() => cloud?.stop());

  it('are loaded by its jobs as the truth and a local run say, between batches for Lambda', async () => {
    const folder = temporaryFolder();
    const files = await makeFiles(folder, 900_000);
    // The large file is among the last; rows of one file repeat and correct those of others.
    await uploadAndRun(cloud, files.paths.slice(0, 10));
    assert.isEmpty(cloud.glue.runs);
    await uploadAndRun(cloud, files.paths.slice(10));
    const result = await compare(cloud, files, folder);
    assert.deepEqual(faultsOf(result, files.truth), []);
    const { rawToSilver, silverToGold, goldToRedshift } = jobNames;
    assert.deepEqual(
      cloud.glue.runs.map(({ JobName, JobRunState }) => [JobName, JobRunState]),
      [rawToSilver, silverToGold, goldToRedshift].map((name) => [name, 'SUCCEEDED']),
    );
  });

  it('fail with one message that says which job did, and leave nothing behind', async () => {
    await readMail(cloud.clients.sqs, cloud.resources.mailboxUrl);
    const folder = temporaryFolder();
    const files = await makeFiles(folder, 3_000_000, 2);
    const whole = gzipSync(readFileSync(files.paths[10]!));
    const path = join(folder, 'broken.json.gz');
    writeFileSync(path, whole.subarray(0, whole.length - 20));
    const before = cloud.stepFunctions.executions.length;
    await uploadAndRun(cloud, [path]);
    const execution = cloud.stepFunctions.executions[before]!;
    assert.deepInclude(execution.outcome, { status: 'FAILED', error: 'States.TaskFailed' });
    const mails = await readMail(cloud.clients.sqs, cloud.resources.mailboxUrl);
    assert.lengthOf(mails, 1);
    assert.include(mails[0]!.text, `The Glue job ${jobNames.rawToSilver} ended as FAILED`);
    assert.include(mails[0]!.text, 'EOFException');
    assert.include(mails[0]!.text, `sales redrive ${execution.name} --env rehearsal`);
    const { Contents = [] } = await cloud.clients.s3.send(
      new ListObjectsV2Command({ Bucket: cloud.resources.bucket }),
    );
    const left = Contents.map(({ Key }) => Key!).filter((key) => key.includes(execution.name));
    assert.sameMembers(
      left.filter((key) => !key.startsWith(`runs/${execution.name}/`)),
      [],
    );
  });
});
