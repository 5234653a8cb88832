import { cpSync, linkSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { version as duckDbVersion } from '@duckdb/node-api';
import type { Engine } from './engine.ts';
import type { EngineName } from './engineName.ts';
import { type Job, jobArguments } from './engines/job.ts';
import { bundled, bundleSales } from './engines/sales/bundle.ts';
import { pythonEngine } from './pythonEngine.ts';
import type { BenchInput } from './input.ts';
import { commitName } from './machine.ts';
import { pythonVersions, venvPython } from './pythonEnvironment.ts';
import { ROOT } from './workspace.ts';

const require = createRequire(import.meta.url);

/** The heap of each of our jobs' drivers, which on one machine does all the work; the peers may take what they need. */
const sparkMemoryMb = 2048;
const inThreads = salesEngine('this library', 'sales');

/** Our Spark jobs, started by the library as a program that ships. */
const salesSpark: Engine = {
  ...inThreads,
  name: 'sales-spark',
  title: `this library's Spark jobs, local mode, ${sparkMemoryMb} MiB of heap`,
  prepare: async () => `${await inThreads.prepare()}, ${pythonVersions(['pyspark'])}`,
  layOut: intoBronze,
  command: (job) => ({
    program: process.execPath,
    args: [bundled('salesSpark'), ...jobArguments(job)],
    env: {
      PYTHON: venvPython,
      SPARK_JOBS: join(ROOT, 'apps/glue-jobs/jobs'),
      SPARK_MEMORY_MB: String(sparkMemoryMb),
    },
  }),
};

/** All engines by name. */
export const engines: Readonly<Record<EngineName, Engine>> = {
  wc: {
    name: 'wc',
    title: '`wc -l`, which only counts lines: the physical limit',
    prepare: () => Promise.resolve('coreutils'),
    command: (_job, { files }) => ({ program: 'wc', args: ['-l', ...files] }),
    hasOutput: false,
  },
  sales: {
    ...inThreads,
    layOut: intoBronze,
  },
  'sales-spark': salesSpark,
  duckdb: nodeEngine('duckdb', 'DuckDB, SQL', 'engines/duckdb/duckdb.ts', () =>
    Promise.resolve(duckDbVersion()),
  ),
  node: nodeEngine('node', 'plain Node: JSON.parse, zod, hyparquet-writer', 'engines/node/node.ts', () =>
    Promise.resolve(
      `${process.version}, zod ${packageVersion('zod')}, hyparquet-writer ${packageVersion('hyparquet-writer')}`,
    ),
  ),
  polars: pythonEngine('polars', 'Polars, lazy expressions', ['polars']),
  pandas: pythonEngine('pandas', 'pandas with pyarrow', ['pandas', 'pyarrow']),
  pyspark: pythonEngine('pyspark', 'PySpark, local mode', ['pyspark']),
};

/** What `sales run` does, from raw to the loaded warehouse. */
export const salesRun: Engine = {
  ...salesEngine('`sales run`', 'salesRun'),
  hasOutput: false,
};

/** This library, bundled as a program that ships. */
function salesEngine(title: string, script: string): Engine {
  return {
    name: 'sales',
    title,
    prepare: async () => {
      await bundleSales();
      return commitName();
    },
    command: (job) => ({ program: process.execPath, args: [bundled(script), ...jobArguments(job)] }),
    hasOutput: true,
  };
}

function nodeEngine(name: EngineName, title: string, script: string, prepare: Engine['prepare']): Engine {
  return {
    name,
    title,
    prepare,
    command: (job) => ({
      program: process.execPath,
      // Peers and we alike may use the memory of the machine, not only what Node takes by default.
      args: [
        '--conditions=@sales/source',
        '--max-old-space-size-percentage=75',
        join(import.meta.dirname, script),
        ...jobArguments(job),
      ],
    }),
    hasOutput: true,
  };
}

/** Lays files where the pipeline finds them. */
function intoBronze({ output }: Job, { files }: BenchInput): void {
  const bronze = join(output, 'raw/sales');
  mkdirSync(bronze, { recursive: true });
  for (const file of files) place(file, join(bronze, basename(file)));
}

/** Links a file, or copies it where it cannot be linked; it keeps its time, which orders the rows. */
function place(file: string, path: string): void {
  try {
    linkSync(file, path);
  } catch {
    cpSync(file, path, { preserveTimestamps: true });
  }
}

function packageVersion(name: string): string {
  // Not every package exports its package.json, but every main file lies below it.
  const path = require.resolve(name);
  const folder = path.slice(0, path.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}/`.length);
  return (require(`${folder}package.json`) as { version: string }).version;
}
