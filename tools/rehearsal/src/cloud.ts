import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMoto } from '@sales/emulators';
import { salesPipeline, Warehouse } from '@sales/etl-core';
import { buildHandlers } from '@sales/handlers';
import { redshiftWarehouse } from '@sales/redshift';
import type { Engine } from '@sales/workflow';
import { Effect } from 'effect';
import { jobsOf } from './jobs.ts';
import { type Between, joinCloud } from './joinCloud.ts';
import { renderDeployment } from './renderDeployment.ts';
import { makeResources, openClients } from './resources.ts';

/** What differs from one rehearsal to another. */
export interface CloudOptions extends Between {
  readonly rangeBytes: number;
  readonly concurrency: number;
  /** Default: `lambda`. */
  readonly engine?: Engine;
  /** From which size on `auto` takes Glue. */
  readonly glueAboveBytes?: number;
}

const warehouse = { workgroup: 'sales-rehearsal', database: 'sales', schema: 'sales' };
const copyRole = 'arn:aws:iam::123456789012:role/copy';
const crawler = 'sales-rehearsal-raw';

/** Starts all stand-ins, makes what a deployment makes, and runs the workflow as it is rendered for one. */
export async function startCloud(options: CloudOptions) {
  const { engine = 'lambda', glueAboveBytes = 0 } = options;
  // Of its own, so that rehearsals run side by side.
  const bundles = mkdtempSync(join(tmpdir(), 'handlers-'));
  const bundleBytes = await buildHandlers(bundles);
  const moto = await startMoto();
  const clients = openClients(moto.endpoint);
  const resources = await makeResources(clients);
  const { bucket } = resources;
  const cloud = await joinCloud({
    ...options,
    moto,
    clients,
    resources,
    names: { crawler, warehouse, gathering: { windowMs: 200, batchSize: 1000 } },
    workflow: renderDeployment({
      bundles,
      settings: {
        LAKE_BUCKET: bucket,
        DATA_SET: 'sales',
        ENVIRONMENT: 'rehearsal',
        CRAWLER_NAME: crawler,
        GLUE_DATABASE: 'sales_rehearsal',
        REDSHIFT_WORKGROUP: warehouse.workgroup,
        REDSHIFT_DATABASE: warehouse.database,
        REDSHIFT_SCHEMA: warehouse.schema,
        REDSHIFT_COPY_ROLE_ARN: copyRole,
        TOPIC_ARN: resources.topicArn,
        PARTIAL_ABOVE: '0.5',
        ENGINE: engine,
        GLUE_ABOVE_BYTES: String(glueAboveBytes),
        CLEAN_RANGE_BYTES: String(options.rangeBytes),
      },
      jobs: jobsOf({
        '--redshift_workgroup': warehouse.workgroup,
        '--redshift_database': warehouse.database,
      }),
      lakeBucket: bucket,
      concurrency: options.concurrency,
    }),
  });
  await migrate({ ...moto.environment, AWS_ENDPOINT_URL_REDSHIFT_DATA: cloud.redshift.endpoint }, bucket);
  return {
    ...cloud,
    bundleBytes,
    stop: async () => {
      await cloud.stop();
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
