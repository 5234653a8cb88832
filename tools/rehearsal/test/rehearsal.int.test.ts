import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { motoProblem } from '@sales/emulators';
import { temporaryFolder } from '@sales/test-kit';
import { afterAll, assert, beforeAll, describe, it } from 'vitest';
import { startCloud } from '../src/cloud.ts';
import { makeFiles } from '../src/files.ts';
import { faultsOf } from '../src/judgement.ts';
import { compare, upload } from '../src/rehearsal.ts';

const problem = motoProblem();

describe.skipIf(problem)(`the deployed workflow on stand-ins (${problem ?? 'moto'})`, () => {
  let cloud: Awaited<ReturnType<typeof startCloud>>;
  beforeAll(async () => {
    cloud = await startCloud({ rangeBytes: 500_000, concurrency: 2 });
  }, 300_000);
  afterAll(() => cloud?.stop());

  it('loads 20 files as the truth and a local run say, in batches that run at the same time', async () => {
    const folder = temporaryFolder();
    const files = await makeFiles(folder, 900_000);
    // Rows of one file repeat and correct those of others, so the executions meet in the warehouse.
    for (const group of [files.paths.slice(0, 7), files.paths.slice(7, 14), files.paths.slice(14)]) {
      for (const path of group) await upload(cloud, path);
      await cloud.arrivals.drain();
    }
    await cloud.stepFunctions.settled();
    const result = await compare(cloud, files, folder);
    assert.deepEqual(faultsOf(result, files.truth), []);
    assert.isAtLeast(cloud.crawler.crawls(), 1);
    assert.isAtLeast(result.executions.length, 3);

    // The same events once more, and a copy of a file: nothing changes but the copy's own account.
    const before = result.rehearsed;
    const copy = join(folder, 'sales-99.json');
    writeFileSync(copy, '');
    await upload(cloud, copy);
    await cloud.arrivals.drain();
    await cloud.stepFunctions.settled();
    const after = await compare(cloud, files, temporaryFolder());
    assert.deepEqual(after.rehearsed, before);
  }, 600_000);
});
