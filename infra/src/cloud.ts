import { buildHandlers, runCdk } from './cdk.ts';
import { confirm } from './confirmation.ts';
import { emptyBuckets } from './emptyBuckets.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { ConfigurationError, NotBuiltError } from './errors.ts';

const USAGE = `Usage: pnpm synth
       pnpm deploy:dev|staging|prod [options of cdk deploy]
       pnpm diff:dev|staging|prod [options of cdk diff]
       pnpm destroy:dev`;

/** `pnpm synth`, `deploy:<env>`, `diff:<env>`, `destroy:<env>`: checks the settings, builds what is deployed, calls the CDK. */
async function main([verb, name, ...rest]: readonly string[]): Promise<number> {
  if (verb === 'synth') {
    buildHandlers();
    return runCdk(undefined, ['synth', '--quiet', ...[name, ...rest].filter((arg) => arg !== undefined)]);
  }
  if (name === undefined || !['deploy', 'diff', 'destroy'].includes(verb ?? '')) {
    console.error(USAGE);
    return 2;
  }
  const environment = readEnvironment(name, process.env);
  if (verb === 'destroy') return await destroy(environment, rest);
  buildHandlers();
  if (verb === 'diff') return runCdk(name, ['diff', ...rest]);
  const code = runCdk(name, ['deploy', '--all', '--require-approval', 'never', ...rest]);
  if (code === 0)
    console.log(`${name} is deployed. Look whether all is well: pnpm sales doctor --env ${name}`);
  return code;
}

async function destroy({ configuration, region }: Environment, rest: readonly string[]): Promise<number> {
  const { name, isProtected } = configuration;
  const prefix = `sales-${name}`;
  if (isProtected) {
    console.error(
      `${prefix} is protected: its data would outlive it. docs/deployment.md tells how to take it down by hand.`,
    );
    return 1;
  }
  if (!(await confirm(prefix, process.env.SALES_CONFIRM, { input: process.stdin, output: process.stdout }))) {
    console.error(`Nothing was removed. Type ${prefix} when asked, or set SALES_CONFIRM=${prefix}.`);
    return 1;
  }
  // First the pipeline, so that nothing writes while the buckets are emptied.
  buildHandlers();
  const destroyed = runCdk(name, ['destroy', `${prefix}-pipeline`, '--force', ...rest]);
  if (destroyed !== 0) return destroyed;
  await emptyBuckets(`${prefix}-data`, region);
  return runCdk(name, ['destroy', '--all', '--force', ...rest]);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigurationError || error instanceof NotBuiltError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
