import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sparkProblem } from '@sales/emulators';
import { engines } from '@sales/workflow';
import { startCloud } from './cloud.ts';
import { faultsOf } from './judgement.ts';
import { makeFiles } from './files.ts';
import { compare, uploadAndRun } from './rehearsal.ts';

const { values } = parseArgs({
  options: {
    /** Size of the large file, in megabytes. */
    large: { type: 'string', default: '300' },
    range: { type: 'string', default: '64' },
    concurrency: { type: 'string', default: '2' },
    /** `glue` runs the jobs on a Spark of this machine; `auto` those of batches above the large file's size. */
    engine: { type: 'string', default: 'lambda' },
  },
});
const megabyte = 1_000_000;
const engine = engines.find((name) => name === values.engine);
if (engine === undefined)
  throw new Error(`--engine is "${values.engine}"; it is one of ${engines.join(', ')}.`);
const problem = engine === 'lambda' ? undefined : sparkProblem();
if (problem !== undefined) throw new Error(`${problem}.`);
const startedAt = performance.now();
const say = (text: string): void => {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`);
};

const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
let cloud: Awaited<ReturnType<typeof startCloud>> | undefined;
try {
  say('making 20 files');
  const files = await makeFiles(folder, Number(values.large) * megabyte);
  say(
    `made ${(files.sizeBytes / megabyte).toFixed(0)} MB; bundling the handlers and starting the stand-ins for AWS`,
  );
  cloud = await startCloud({
    rangeBytes: Number(values.range) * megabyte,
    concurrency: Number(values.concurrency),
    engine,
    glueAboveBytes: Number(values.large) * megabyte,
  });
  say('uploading, half of the files first');
  await uploadAndRun(cloud, files.paths.slice(0, 10));
  say('half is loaded; uploading the others');
  await uploadAndRun(cloud, files.paths.slice(10));
  say('all executions have ended; running the same files locally');
  const result = await compare(cloud, files, folder);
  for (const { name, status, cause } of result.executions) say(`execution ${name} ${status} ${cause}`);
  for (const { subject } of result.mails) say(`message: ${subject}`);
  for (const { table, rows, digest, amount } of result.rehearsed) {
    say(`${table.padEnd(12)} ${rows.padStart(9)} rows  ${digest.padStart(24)}  ${amount}`);
  }
  for (const { JobName, JobRunState, ExecutionTime } of cloud.glue.runs) {
    say(`${JobName} ${JobRunState} in ${ExecutionTime} s`);
  }
  const peak = Math.max(...cloud.functions.invocations.map(({ peakMb }) => peakMb));
  say(`${result.ranges} ranges cleaned; the largest function took ${peak.toFixed(0)} MB`);
  const faults = faultsOf(result, files.truth);
  for (const fault of faults) say(`WRONG: ${fault}`);
  say(
    faults.length === 0
      ? 'The rehearsal passed: truth, local run and rehearsed warehouse agree.'
      : 'The rehearsal failed.',
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
}
