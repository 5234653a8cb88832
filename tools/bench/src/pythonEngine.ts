import { join } from 'node:path';
import { type Engine } from './engine.ts';
import type { EngineName } from './engineName.ts';
import { jobArguments } from './engines/job.ts';
import { type PythonPackage, pythonVersions, venvPython } from './pythonEnvironment.ts';

/** Makes an engine that is a Python program with packages of its own. */
export function pythonEngine(name: EngineName, title: string, packages: readonly PythonPackage[]): Engine {
  return {
    name,
    title,
    prepare: () => Promise.resolve(pythonVersions(packages)),
    command: (job) => ({
      program: venvPython,
      args: [join(import.meta.dirname, 'engines/python', `${name}_engine.py`), ...jobArguments(job)],
      env: {
        POLARS_MAX_THREADS: String(job.cores),
        OMP_NUM_THREADS: String(job.cores),
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONHASHSEED: '0',
      },
    }),
    hasOutput: true,
  };
}
