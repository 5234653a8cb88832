import { createRequire } from 'node:module';
import { salesStar } from '@sales/schema';
import { App, type AppProps } from 'aws-cdk-lib';
import { handlerBundle } from './bundles.ts';
import { checkWithNag } from './checks.ts';
import type { Environment } from './environment.ts';
import { DataStack } from './stacks/DataStack.ts';
import { PipelineStack } from './stacks/PipelineStack.ts';
import { WarehouseStack } from './stacks/WarehouseStack.ts';

/** Today's defaults of the CDK, which it keeps apart so that old apps stay as they are. */
const defaults: Readonly<Record<string, unknown>> = {
  ...createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json'),
  // By export and import: then nothing that another stack uses can be removed from under it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

export interface AppOptions extends Pick<AppProps, 'outdir'> {
  /** An address for both topics, instead of the one in the settings' secret. */
  readonly mail?: string | undefined;
  /** Gives the folder of a handler's bundle; by default what was built in apps/handlers. */
  readonly bundleOf?: (name: string) => string;
  /** The folder of the Glue jobs' scripts; without one there are no jobs, and every batch is for Lambda. */
  readonly jobScripts?: string | undefined;
}

/** Builds the app of some environments, checked by cdk-nag when it is synthesised. */
export function makeApp(environments: readonly Environment[], options: AppOptions = {}): App {
  const { mail, jobScripts, bundleOf = handlerBundle, ...props } = options;
  const app = new App({ ...props, context: { ...defaults }, analyticsReporting: false });
  for (const environment of environments) {
    const data = new DataStack(app, { environment, dataSet: salesStar.contract.name, mail });
    const warehouse = new WarehouseStack(app, { environment, data });
    warehouse.addStackDependency(data);
    new PipelineStack(app, { environment, star: salesStar, data, warehouse, bundleOf, jobScripts });
  }
  checkWithNag(app);
  return app;
}
