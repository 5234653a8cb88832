import { join } from 'node:path';
import { makeApp } from '../../src/app.ts';
import { environmentNames, readEnvironment } from '../../src/environment.ts';

/** The program that the tests' templates come from: all environments, without an account, as `pnpm synth` does it. */
makeApp(
  environmentNames.map((name) => readEnvironment(name, {})),
  {
    outdir: process.argv[2]!,
    bundleOf: () => join(import.meta.dirname, 'bundle'),
    jobScripts: join(import.meta.dirname, 'jobs'),
  },
).synth();
