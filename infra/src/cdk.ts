import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';

const INFRA = join(import.meta.dirname, '..');
const ROOT = join(INFRA, '..');

/** Runs the CDK's command line for one environment, or for all, and gives its exit code. */
export function runCdk(environment: string | undefined, args: readonly string[]): number {
  const program = join(INFRA, 'node_modules/.bin/cdk');
  const { status, error } = spawnSync(program, [...args], {
    cwd: INFRA,
    stdio: 'inherit',
    env: {
      ...process.env,
      // The CDK starts the app with the `node` it finds, which must be this one.
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      ...(environment === undefined ? {} : { SALES_ENVIRONMENT: environment }),
    },
  });
  if (error !== undefined) throw error;
  return status ?? 1;
}

/** Bundles the handlers, which the templates' assets are. With SALES_BUNDLES=kept, those of before are taken. */
export function buildHandlers(): void {
  if (process.env.SALES_BUNDLES === 'kept') return;
  const { status, stderr } = spawnSync(process.execPath, ['apps/handlers/build.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The handlers could not be built:\n${stderr}`);
}
