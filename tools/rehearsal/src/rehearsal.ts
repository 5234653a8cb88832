import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type BatchReport, runLocally } from '@sales/etl-core';
import type { Cloud } from './joinCloud.ts';
import { dateFile, type RehearsalFiles } from './files.ts';
import { type Mail, readMail } from './mailbox.ts';
import { localTables, rehearsedTables, type TableDigest } from './tables.ts';

/** What a rehearsal is judged by. */
export interface RehearsalResult {
  readonly executions: readonly { readonly name: string; readonly status: string; readonly cause: string }[];
  readonly ranges: number;
  readonly mails: readonly Mail[];
  readonly rehearsed: readonly TableDigest[];
  readonly local: readonly TableDigest[];
  readonly localBatches: readonly BatchReport[];
}

/** Uploads files through S3's API one after another, and sees to it that all that arrives is loaded. */
export async function uploadAndRun(cloud: Cloud, paths: readonly string[]): Promise<void> {
  for (const path of paths) await upload(cloud, path);
  await cloud.arrivals.drain();
  await cloud.stepFunctions.settled();
}

/** Uploads a file as an object below the raw prefix. */
export async function upload({ clients, resources }: Cloud, path: string): Promise<void> {
  const Key = `raw/sales/${basename(path)}`;
  await clients.s3.send(
    new PutObjectCommand({
      Bucket: resources.bucket,
      Key,
      Body: createReadStream(path),
      ContentLength: statSync(path).size,
    }),
  );
}

/** Runs the same files locally, dated as they are in the lake, and reads both warehouses. */
export async function compare(cloud: Cloud, files: RehearsalFiles, folder: string): Promise<RehearsalResult> {
  const { clients, resources, redshift, stepFunctions, functions } = cloud;
  const lake = join(folder, 'lake');
  for (const path of files.paths) {
    const { LastModified } = await clients.s3.send(
      new HeadObjectCommand({ Bucket: resources.bucket, Key: `raw/sales/${basename(path)}` }),
    );
    const copy = join(lake, 'raw/sales', basename(path));
    mkdirSync(dirname(copy), { recursive: true });
    await copyFile(path, copy);
    dateFile(copy, LastModified!.getTime());
  }
  const { batches } = await runLocally({ lake });
  return {
    executions: stepFunctions.executions.map(({ name, outcome }) => ({
      name,
      status: outcome?.status ?? 'RUNNING',
      cause: outcome?.status === 'FAILED' ? `${outcome.error}: ${outcome.cause}` : '',
    })),
    ranges: functions.invocations.filter(({ name }) => name === 'clean').length,
    mails: await readMail(clients.sqs, resources.mailboxUrl),
    rehearsed: await rehearsedTables(redshift.rows),
    local: await localTables(lake),
    localBatches: batches,
  };
}
