import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Emulator, startCrawlerService } from '@sales/emulators';
import { type RedshiftOptions, startRedshift } from '@sales/emulators/redshift';
import { type DeployedWorkflow, runDeployment } from './deployment.ts';
import { eventSource } from './eventSource.ts';
import type { Clients, Resources } from './resources.ts';

/** How long a second of the workflow's waiting takes. */
export const MS_PER_SECOND = 50;

export type Cloud = Awaited<ReturnType<typeof joinCloud>>;

/** What the stand-ins that moto lacks are called, and how events are gathered. */
export interface CloudNames {
  readonly crawler: string;
  readonly warehouse: { readonly workgroup: string; readonly database: string };
  readonly gathering: { readonly windowMs: number; readonly batchSize: number };
}

/** What is put between the functions and the stand-ins. */
export interface Between {
  /** Puts something before a stand-in, such as a proxy that lets calls fail; gives its endpoint. */
  readonly before?: (endpoint: string) => Promise<string>;
}

/** What moto holds, and what is to run on it. */
export interface JoinOptions extends Between {
  readonly moto: Emulator;
  readonly clients: Clients;
  readonly resources: Resources;
  readonly names: CloudNames;
  readonly workflow: DeployedWorkflow;
  /** Settings of the warehouse's stand-in beside its names. */
  readonly redshift?: Pick<RedshiftOptions, 'copyRoles' | 'readSecret'>;
}

/** Starts what moto lacks, and runs a workflow on both. */
export async function joinCloud(options: JoinOptions) {
  const { moto, clients, resources, names, workflow } = options;
  const { bucket } = resources;
  const redshift = await startRedshift({
    ...options.redshift,
    warehouses: [names.warehouse.workgroup],
    database: names.warehouse.database,
    s3Endpoint: moto.endpoint,
  });
  const crawler = await startCrawlerService({
    name: names.crawler,
    crawlMs: 300,
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

  const { before = async (endpoint) => endpoint } = options;
  const endpoints = {
    ...moto.environment,
    AWS_ENDPOINT_URL: await before(moto.endpoint),
    AWS_ENDPOINT_URL_GLUE: await before(crawler.url),
    AWS_ENDPOINT_URL_REDSHIFT_DATA: await before(redshift.endpoint),
  };
  const deployment = await runDeployment(workflow, {
    endpoints,
    before,
    s3: clients.s3,
    msPerSecond: MS_PER_SECOND,
  });

  return {
    clients,
    resources,
    redshift,
    crawler,
    ...deployment,
    arrivals: eventSource(clients.sqs, {
      queueUrl: resources.queueUrl,
      ...names.gathering,
      invoke: (event) => deployment.invoke('intake', event),
    }),
    stop: async () => {
      await deployment.stop();
      await crawler.close();
      await redshift.stop();
    },
  };
}
