import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = import.meta.dirname;

/** The handlers there are: each folder below `src` with a `handler.ts`. */
function handlerFolders(): readonly string[] {
  return readdirSync(join(folder, 'src')).filter((name) =>
    existsSync(join(folder, 'src', name, 'handler.ts')),
  );
}

/** What the tracer's library requires is found by a `require` that a module does not have by itself. */
const requireInModule = `import{createRequire as r}from'node:module';const require=r(import.meta.url);`;

const embeddedEngine = '@duckdb/node-api';

/**
 * Bundles each handler with all that it needs into `<name>/index.mjs` below a folder, its source map beside it. Gives the
 * bundles' sizes in bytes.
 */
export async function buildHandlers(
  target = join(folder, 'dist'),
): Promise<Readonly<Record<string, number>>> {
  rmSync(target, { recursive: true, force: true });
  const sizes = await Promise.all(
    handlerFolders().map(async (name) => {
      const { metafile } = await build({
        entryPoints: [join(folder, 'src', name, 'handler.ts')],
        outfile: join(target, name, 'index.mjs'),
        bundle: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        conditions: ['@sales/source'],
        mainFields: ['module', 'main'],
        minify: true,
        // Errors are told from each other by their names.
        keepNames: true,
        sourcemap: true,
        sourcesContent: false,
        legalComments: 'none',
        metafile: true,
        banner: { js: requireInModule },
        // The embedded warehouse is not used here, but is among what the packages export.
        external: [embeddedEngine],
        logLevel: 'warning',
      });
      const [, output] = Object.entries(metafile.outputs).find(([path]) => path.endsWith('index.mjs'))!;
      if (output.imports.some(({ path }) => path === embeddedEngine)) {
        throw new Error(`The bundle of ${name} would need ${embeddedEngine}, which Lambda does not have.`);
      }
      return [name, output.bytes] as const;
    }),
  );
  return Object.fromEntries(sizes);
}

if (import.meta.main) {
  for (const [name, bytes] of Object.entries(await buildHandlers())) {
    console.log(`${name.padEnd(10)} ${(bytes / 1024).toFixed(0).padStart(6)} KiB`);
  }
}
