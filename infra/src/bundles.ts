import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NotBuiltError } from './errors.ts';

const HANDLERS = resolve(import.meta.dirname, '../../apps/handlers/dist');

const JOBS = resolve(import.meta.dirname, '../../apps/glue-jobs/jobs');

/** The folder of the Glue jobs' scripts; undefined where there are none, and every batch is for Lambda. */
export const jobScripts = existsSync(join(JOBS, 'raw_to_silver.py')) ? JOBS : undefined;

/** Gives the folder of a handler's bundle, which holds `index.mjs`. Throws a NotBuiltError where it was not built. */
export function handlerBundle(name: string): string {
  const folder = join(HANDLERS, name);
  if (existsSync(join(folder, 'index.mjs'))) return folder;
  throw new NotBuiltError(
    `The handler "${name}" has no bundle in apps/handlers/dist; build all handlers with \`pnpm build:handlers\`.`,
  );
}
