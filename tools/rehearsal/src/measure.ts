import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Invocation } from '@sales/emulators';
import { claimArrivals, salesPipeline } from '@sales/etl-core';
import { generate } from '@sales/generator';
import { s3Bucket } from '@sales/lake/s3';
import { Effect } from 'effect';
import { startCloud } from './cloud.ts';
import type { Cloud } from './joinCloud.ts';
import { upload } from './rehearsal.ts';

// Measures the functions' bundles: their size, how long they take to be ready, and how fast and large cleaning and
// modelling are by the size of a range. Writes Markdown.

const { values } = parseArgs({
  options: {
    /** Sizes of ranges, in megabytes. */
    sizes: { type: 'string', default: '16,32,64,128,256' },
    starts: { type: 'string', default: '5' },
  },
});
const megabyte = 1_000_000;

const folder = mkdtempSync(join(tmpdir(), 'measure-'));
const cloud = await startCloud({ rangeBytes: 1_000_000 * megabyte, concurrency: 1 });
try {
  console.log(
    '| function | bundle | process start to handler ready | of it processor time |\n|---|---|---|---|',
  );
  for (const [name, bytes] of Object.entries(cloud.bundleBytes)) {
    const [wall, cpu] = cloud.functions.has(name) ? await startTime(cloud, name) : ['', ''];
    console.log(`| \`${name}\` | ${(bytes / megabyte).toFixed(2)} MB | ${wall} | ${cpu} |`);
  }
  console.log(
    '\n| range | function | seconds | MB a second | MB a second of processor | peak memory |\n|---|---|---|---|---|---|',
  );
  for (const size of values.sizes
    .split(',')
    .filter((size) => size !== '')
    .map(Number)) {
    const { sizeBytes, clean, model } = await oneRange(cloud, size * megabyte);
    for (const { name, seconds, cpuSeconds, peakMb, initCpuMs = 0 } of [clean, model]) {
      // What the process used before it was ready is no part of the work.
      const working = cpuSeconds - initCpuMs / 1000;
      const rate = (of: number): string => (sizeBytes / megabyte / of).toFixed(0);
      console.log(
        `| ${size} MB | \`${name}\` | ${seconds.toFixed(1)} | ${rate(seconds)} | ${rate(working)} | ${peakMb.toFixed(0)} MB |`,
      );
    }
  }
} finally {
  await cloud.stop();
  rmSync(folder, { recursive: true });
}

/** The medians over some processes, each of which refuses an event that it does not know. */
async function startTime({ functions, invoke }: Cloud, name: string): Promise<readonly [string, string]> {
  const starts: Invocation[] = [];
  for (let start = 0; start < Number(values.starts); start++) {
    functions.retire();
    await invoke(name as 'claim', {}).catch(() => {});
    starts.push(functions.invocations.at(-1)!);
  }
  return [
    `${median(starts.map(({ initMs }) => initMs!))} ms`,
    `${median(starts.map(({ initCpuMs }) => initCpuMs!))} ms`,
  ];
}

function median(times: readonly number[]): number {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!);
}

/** Cleans and models a batch of one object in one range, each in a fresh process. */
async function oneRange({ functions, invoke, resources }: Cloud, bytes: number) {
  const { files } = await generate(join(folder, String(bytes)), { seed: 3, sizeBytes: bytes, files: 1 });
  await upload(cloud, files[0]!);
  const key = 'raw/sales/sales-00000.json';
  const { batches } = await Effect.runPromise(
    claimArrivals(salesPipeline, [key]).pipe(Effect.provide(s3Bucket({ bucket: resources.bucket }))),
  );
  const { batchId } = batches[0]!;
  functions.retire();
  await invoke('plan', { batchId });
  await invoke('clean', { batchId, part: 0 });
  await invoke('model', { batchId, engine: 'lambda' });
  const last = (name: string): Invocation => functions.invocations.findLast((one) => one.name === name)!;
  return { sizeBytes: statSync(files[0]!).size, clean: last('clean'), model: last('model') };
}
