import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from './engine.ts';
import { ROOT } from './workspace.ts';

/** The peers that Python has, at the versions that are compared. */
const pinned = {
  polars: 'polars==2.1.0',
  pandas: 'pandas==3.1.1',
  pyarrow: 'pyarrow==26.0.1',
  pyspark: 'pyspark==3.5.6',
} as const;
export type PythonPackage = keyof typeof pinned;

const folder = join(ROOT, 'node_modules/.cache/bench-venv');

/** The interpreter that has the packages. */
export const venvPython = join(folder, 'bin/python');

/**
 * Installs packages into a virtual environment of the benchmark's own, unless they are there, and gives their versions.
 * `PYTHON` names the interpreter to build it with. Throws Unavailable with the reason where this cannot be done.
 */
export function pythonVersions(packages: readonly PythonPackage[]): string {
  const python = process.env['PYTHON'] ?? 'python3';
  if (!existsSync(venvPython)) {
    if (run(python, ['--version']).problem !== undefined)
      throw new Unavailable(`needs Python, and ${python} does not start`);
    need(run(python, ['-m', 'venv', folder]), 'a virtual environment could not be made');
  }
  if (packages.includes('pyspark') && run('java', ['-version']).problem !== undefined)
    throw new Unavailable('needs Java, and java does not start');
  const wanted = packages.map((name) => pinned[name]);
  if (!areInstalled(wanted)) {
    console.error(`bench: installing ${wanted.join(', ')}`);
    need(
      run(venvPython, ['-m', 'pip', 'install', '--quiet', ...wanted]),
      `${wanted.join(', ')} could not be installed`,
    );
  }
  return wanted.map((text) => text.replace('==', ' ')).join(', ');
}

function areInstalled(wanted: readonly string[]): boolean {
  const { output } = run(venvPython, ['-m', 'pip', 'freeze', '--local']);
  const installed = new Set(output.toLowerCase().split('\n'));
  return wanted.every((text) => installed.has(text));
}

function need({ problem }: { readonly problem: string | undefined }, what: string): void {
  if (problem !== undefined) throw new Unavailable(`${what}: ${problem}`);
}

function run(program: string, args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  const lastLine = (stderr ?? '').trimEnd().split('\n').at(-1) ?? '';
  return {
    output: stdout ?? '',
    problem: error?.message ?? (status === 0 ? undefined : lastLine),
  };
}
