import { randomUUID } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { emulatorRegion } from '@sales/emulators';
import { s3Bucket, type S3BucketOptions } from '@sales/lake/s3';
import { temporaryFolder } from '@sales/test-kit';
import type { GoldFile } from '@sales/warehouse';
import { Effect, Layer } from 'effect';
import {
  embeddedWarehouse,
  type Notifier,
  ObjectStore,
  type PipelineServices,
  runPipeline,
  salesPipeline,
  silentNotifier,
  Warehouse,
} from '../../src/index.ts';
import { newLake } from './lake.ts';

/** A lake in a bucket, with a warehouse in a folder of its own that `tablesOf` and `ask` can read. */
export interface BucketLake {
  readonly bucket: S3BucketOptions;
  /** The folder with `warehouse.duckdb` in it. */
  readonly folder: string;
}

/** Makes a bucket with versions at the stand-in that listens at `endpoint`. */
export async function newBucketLake(endpoint: string): Promise<BucketLake> {
  const bucket = `lake-${randomUUID()}`;
  const client = clientOf(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  client.destroy();
  const retry = { attempts: 4, baseDelayMs: 1, maximumDelayMs: 20 };
  return { folder: temporaryFolder(), bucket: { ...access(endpoint), bucket, retry } };
}

/** Puts an object under any key, as someone who knows nothing of the lake's rules. */
export async function uploadTo(
  { bucket: { bucket, endpoint = '' } }: BucketLake,
  key: string,
  content: string | Uint8Array,
): Promise<void> {
  const client = clientOf(endpoint);
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
  client.destroy();
}

/** The same lake, reached through another endpoint. */
export function through(lake: BucketLake, endpoint: string, rest: Partial<S3BucketOptions> = {}): BucketLake {
  return { ...lake, bucket: { ...lake.bucket, endpoint, ...rest } };
}

/** Runs a program with the lake in its bucket and the warehouse in its folder. */
export function onBucket<A, E>(lake: BucketLake, program: Effect.Effect<A, E, PipelineServices>): Promise<A> {
  return Effect.runPromise(program.pipe(Effect.provide(bucketServices(lake))));
}

/** Runs the sales pipeline on a lake in a bucket; `notifier` hears of its batches, if there is one. */
export function runOnBucket(lake: BucketLake, notifier?: Layer.Layer<Notifier>) {
  const program = runPipeline({ pipeline: salesPipeline, workers: 1 });
  return onBucket(lake, notifier === undefined ? program : Effect.provide(program, notifier));
}

/** A local lake with the same raw objects, to the second at which S3 took them. */
export async function localCopyOf(lake: BucketLake): Promise<string> {
  const copy = newLake();
  await onBucket(
    lake,
    Effect.gen(function* () {
      const store = yield* ObjectStore;
      for (const { key, eventTimeMs, sizeBytes } of yield* store.list('raw/')) {
        mkdirSync(dirname(join(copy, key)), { recursive: true });
        writeFileSync(join(copy, key), yield* store.readRange(key, 0, sizeBytes));
        utimesSync(join(copy, key), eventTimeMs / 1000, eventTimeMs / 1000);
      }
    }),
  );
  return copy;
}

/** The services of a run on a lake in a bucket. */
export function bucketServices({ bucket, folder }: BucketLake) {
  const store = s3Bucket(bucket);
  const warehouse = Layer.provide(
    fetchingWarehouse(folder),
    Layer.merge(store, embeddedWarehouse({ path: join(folder, 'warehouse.duckdb') })),
  );
  return Layer.mergeAll(store, warehouse, silentNotifier);
}

/** DuckDB reads files, so each file of gold is fetched first, as Redshift's COPY fetches it. */
function fetchingWarehouse(folder: string) {
  return Layer.effect(
    Warehouse,
    Effect.gen(function* () {
      const warehouse = yield* Warehouse;
      const store = yield* ObjectStore;
      const fetched = Effect.fnUntraced(function* ({ url, sizeBytes, rows }: GoldFile) {
        const key = url.slice(store.url('').length);
        const path = join(folder, key);
        mkdirSync(dirname(path), { recursive: true });
        const bytes = yield* store.readRange(key, 0, sizeBytes + 1).pipe(Effect.orDie);
        if (bytes.length !== sizeBytes)
          throw new Error(`${url} has ${bytes.length} bytes, not ${sizeBytes}.`);
        writeFileSync(path, bytes);
        return { url: path, sizeBytes, rows };
      });
      return Warehouse.of({
        ...warehouse,
        load: Effect.fnUntraced(function* (request) {
          const dimensions: Record<string, readonly GoldFile[]> = {};
          for (const [table, files] of Object.entries(request.dimensions)) {
            dimensions[table] = yield* Effect.forEach(files, fetched);
          }
          return yield* warehouse.load({
            ...request,
            fact: yield* Effect.forEach(request.fact, fetched),
            dimensions,
          });
        }),
      });
    }),
  );
}

function clientOf(endpoint: string): S3Client {
  return new S3Client(access(endpoint));
}

function access(endpoint: string) {
  const credentials = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
  return { endpoint, region: emulatorRegion, credentials };
}
