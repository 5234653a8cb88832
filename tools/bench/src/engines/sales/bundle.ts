import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../../workspace.ts';

/** Where Node finds the modules that are not bundled. */
const folder = join(ROOT, 'tools/bench/node_modules/.cache/sales');

/** Where a script of this folder lies once it is bundled. */
export function bundled(script: string): string {
  return join(folder, `${script}.js`);
}

/**
 * Bundles the scripts that measure this library, and the entry of its threads beside them, as a program that ships would
 * be: from source, Node would spend the first second on stripping types and finding some 300 modules.
 */
export async function bundleSales(): Promise<void> {
  const core = dirname(fileURLToPath(import.meta.resolve('@sales/etl-core')));
  await build({
    entryPoints: {
      sales: join(import.meta.dirname, 'sales.ts'),
      salesRun: join(import.meta.dirname, 'salesRun.ts'),
      salesSpark: join(import.meta.dirname, 'salesSpark.ts'),
      thread: join(core, 'workers/thread.ts'),
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    conditions: ['@sales/source'],
    external: ['@duckdb/node-api'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
}
