import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { startCrawlerService, startMoto } from '@sales/emulators';
import { startRedshift } from '@sales/emulators/redshift';
import { salesPipeline, Warehouse } from '@sales/etl-core';
import { buildHandlers } from '@sales/handlers';
import { redshiftWarehouse } from '@sales/redshift';
import { Effect } from 'effect';
import { deploy } from './deployment.ts';
import { eventSource } from './eventSource.ts';
import { makeResources, openClients } from './resources.ts';

/** What differs from one rehearsal to another. */
export interface CloudOptions {
  readonly rangeBytes: number;
  readonly concurrency: number;
  /** Puts something between the functions and moto, such as a proxy that lets calls fail; gives its endpoint. */
  readonly before?: (endpoint: string) => Promise<string>;
  /** As `before`, between the functions and the warehouse. */
  readonly beforeWarehouse?: (endpoint: string) => Promise<string>;
}

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

const warehouse = { workgroup: 'sales-rehearsal', database: 'sales', schema: 'sales' };
const copyRole = 'arn:aws:iam::123456789012:role/copy';

/** Starts all stand-ins, makes what a deployment makes, and deploys the workflow. */
export async function startCloud(options: CloudOptions) {
  // Of its own, so that rehearsals run side by side.
  const bundles = mkdtempSync(join(tmpdir(), 'handlers-'));
  const bundleBytes = await buildHandlers(bundles);
  const moto = await startMoto();
  const redshift = await startRedshift({
    warehouses: [warehouse.workgroup],
    database: warehouse.database,
    s3Endpoint: moto.endpoint,
  });
  const clients = openClients(moto.endpoint);
  const resources = await makeResources(clients);
  const { bucket } = resources;
  const crawler = await startCrawlerService({
    name: 'sales-rehearsal-raw',
    crawlMs: 1500,
    findTables: async () => [
      { name: 'sales', location: `s3://${bucket}/raw/sales/`, columns: await firstColumns() },
    ],
  });
  /** What a crawler would see in the first line of the first object. */
  async function firstColumns(): Promise<readonly string[]> {
    const { Contents = [] } = await clients.s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'raw/sales/', MaxKeys: 1 }),
    );
    if (Contents[0] === undefined) return [];
    const { Body } = await clients.s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: Contents[0].Key!, Range: 'bytes=0-16383' }),
    );
    const [line = '{}'] = (await Body!.transformToString()).split('\n');
    try {
      return Object.keys(JSON.parse(line) as object);
    } catch {
      return [];
    }
  }

  const endpoint = (await options.before?.(moto.endpoint)) ?? moto.endpoint;
  const warehouseEndpoint = (await options.beforeWarehouse?.(redshift.endpoint)) ?? redshift.endpoint;
  const endpoints = {
    ...moto.environment,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_GLUE: crawler.url,
    AWS_ENDPOINT_URL_REDSHIFT_DATA: warehouseEndpoint,
  };
  const deployment = await deploy({
    bundles,
    settings: {
      LAKE_BUCKET: bucket,
      DATA_SET: 'sales',
      ENVIRONMENT: 'rehearsal',
      CRAWLER_NAME: 'sales-rehearsal-raw',
      GLUE_DATABASE: 'sales_rehearsal',
      REDSHIFT_WORKGROUP: warehouse.workgroup,
      REDSHIFT_DATABASE: warehouse.database,
      REDSHIFT_SCHEMA: warehouse.schema,
      REDSHIFT_COPY_ROLE_ARN: copyRole,
      TOPIC_ARN: resources.topicArn,
      PARTIAL_ABOVE: '0.5',
      ENGINE: 'lambda',
      CLEAN_RANGE_BYTES: String(options.rangeBytes),
    },
    endpoints,
    lakeBucket: bucket,
    concurrency: options.concurrency,
    s3: clients.s3,
    msPerSecond: 50,
  });
  await migrate({ ...moto.environment, AWS_ENDPOINT_URL_REDSHIFT_DATA: redshift.endpoint }, bucket);

  return {
    clients,
    resources,
    redshift,
    crawler,
    bundleBytes,
    ...deployment,
    arrivals: eventSource(clients.sqs, {
      queueUrl: resources.queueUrl,
      windowMs: 1000,
      batchSize: 1000,
      invoke: (event) => deployment.invoke('intake', event),
    }),
    stop: async () => {
      await deployment.stop();
      await crawler.close();
      await redshift.stop();
      await moto.stop();
      rmSync(bundles, { recursive: true });
    },
  };
}

/** Makes the warehouse's tables, as the deployment does. */
async function migrate(environment: Readonly<Record<string, string>>, bucket: string): Promise<void> {
  Object.assign(process.env, environment);
  const layer = redshiftWarehouse({
    warehouse,
    ...warehouse,
    copyRole,
    runsUrl: `s3://${bucket}/runs`,
    writeManifest: () => Effect.void,
  });
  const program = Warehouse.use((tables) => tables.migrate(salesPipeline.star));
  await Effect.runPromise(program.pipe(Effect.provide(layer)));
}
