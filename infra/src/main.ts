import { makeApp } from './app.ts';
import { jobScripts } from './bundles.ts';
import { environmentNames, readEnvironment } from './environment.ts';

// The CDK's command line runs this for the environment it is asked for; `pnpm synth` for all.
const { SALES_ENVIRONMENT, SALES_MAIL } = process.env;
const names = SALES_ENVIRONMENT ? [SALES_ENVIRONMENT] : environmentNames;
makeApp(
  names.map((name) => readEnvironment(name, process.env)),
  { mail: SALES_MAIL || undefined, jobScripts },
).synth();
