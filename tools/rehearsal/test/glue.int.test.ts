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
import { compare, upload, uploadAndRun } from '../src/rehearsal.ts';

const problem = motoProblem() ?? sparkProblem();

describe.skipIf(problem)(`batches for Glue (${problem ?? 'moto and Spark'})`, { timeout: 600_000 }, () => {
  let cloud: Awaited<ReturnType<typeof startCloud>>;
  beforeAll(async () => {
    cloud = await startCloud({
      rangeBytes: 500_000,
      concurrency: 2,
      engine: 'auto',
      glueAboveBytes: 100_000,
    });
  }, 300_000);
  afterAll(() => cloud?.stop());

  it('are loaded by its jobs as the truth and a local run say, two at once, behind one for Lambda', async () => {
    const folder = temporaryFolder();
    const files = await makeFiles(folder, 900_000);
    await uploadAndRun(cloud, files.paths.slice(0, 4));
    assert.isEmpty(cloud.glue.runs);
    // Rows of one file repeat and correct those of others, so the executions meet at the jobs and in the warehouse.
    for (const group of [files.paths.slice(4, 11), files.paths.slice(11)]) {
      for (const path of group) await upload(cloud, path);
      await cloud.arrivals.drain();
    }
    await cloud.stepFunctions.settled();
    const result = await compare(cloud, files, folder);
    assert.deepEqual(faultsOf(result, files.truth), []);
    const { rawToSilver, silverToGold, goldToRedshift } = jobNames;
    assert.sameDeepMembers(
      cloud.glue.runs.map(({ JobName, JobRunState }) => [JobName, JobRunState]),
      [rawToSilver, silverToGold, goldToRedshift].flatMap((name) => [
        [name, 'SUCCEEDED'],
        [name, 'SUCCEEDED'],
      ]),
    );
    const retried = cloud.stepFunctions.executions
      .flatMap(({ events }) => events)
      .filter(({ type }) => type === 'retried');
    assert.include(retried.map(({ detail }) => detail).join(), 'Glue.ConcurrentRunsExceededException');
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
