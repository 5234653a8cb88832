import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
  // All at once, so that what they share is read and parsed once.
  const { metafile } = await build({
    entryPoints: handlerFolders().map((name) => ({
      in: join(folder, 'src', name, 'handler.ts'),
      out: join(name, 'index'),
    })),
    outdir: target,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    conditions: ['@sales/source', 'module'],
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
  const sizes = Object.entries(metafile.outputs)
    .filter(([path]) => path.endsWith('index.mjs'))
    .map(([path, { bytes, imports }]) => {
      const name = basename(dirname(path));
      if (imports.some((each) => each.path === embeddedEngine)) {
        throw new Error(`The bundle of ${name} would need ${embeddedEngine}, which Lambda does not have.`);
      }
      return [name, bytes] as const;
    });
  return Object.fromEntries(sizes);
}

if (import.meta.main) {
  for (const [name, bytes] of Object.entries(await buildHandlers())) {
    console.log(`${name.padEnd(10)} ${(bytes / 1024).toFixed(0).padStart(6)} KiB`);
  }
}
