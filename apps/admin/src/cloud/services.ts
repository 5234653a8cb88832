import type { LakeError, PipelineServices } from '@sales/etl-core';
import { Effect, Layer } from 'effect';
import type { EtlCore } from '../modules.ts';
import type { Deployment } from './deployment.ts';

/** Gives the services of an environment: its bucket, its Redshift; no message is sent from here. */
export function cloudServices(
  core: EtlCore,
  deployment: Deployment,
): Layer.Layer<PipelineServices, LakeError> {
  const { lakeBucket, region, warehouse, database, schema, loaderSecret } = deployment;
  return Layer.unwrap(
    Effect.promise(async () => {
      const [{ s3Bucket }, { redshiftWarehouse }] = await Promise.all([
        import('@sales/lake/s3'),
        import('@sales/redshift'),
      ]);
      return Layer.mergeAll(
        s3Bucket({ bucket: lakeBucket, region }),
        redshiftWarehouse({
          warehouse,
          database,
          schema,
          secretArn: loaderSecret,
          // Nothing is loaded from here.
          copyRole: 'default',
          runsUrl: `s3://${lakeBucket}/runs`,
          writeManifest: () => Effect.die('The command line loads no batch on AWS.'),
        }),
        core.silentNotifier,
      );
    }),
  );
}
