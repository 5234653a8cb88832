import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const requirements = join(import.meta.dirname, '../requirements.txt');

// Named by what is in it, so that other requirements make another environment.
const folder = join(
  import.meta.dirname,
  '../../../node_modules/.cache',
  `moto-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`,
);

/** The interpreter that has moto, once it is installed. */
export const motoPython = join(folder, 'bin/python');

/** Says why moto cannot be started here, as a sentence for the name of a skipped test, or undefined if it can. */
export function motoProblem(): string | undefined {
  return existsSync(motoPython)
    ? undefined
    : 'moto is not installed; `pnpm emulators` installs it where there is Python 3.10 or newer';
}

/**
 * Installs moto into a virtual environment of the workspace's own, unless it is there. Needs Python 3.10 or newer with
 * venv; `PYTHON` names another interpreter than `python3`. Throws with the reason where it cannot be done.
 */
export function installMoto(): void {
  if (existsSync(motoPython)) return;
  // Made aside and moved into place whole, so that one who is killed, or two at once, leave nothing half done.
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  try {
    run(process.env['PYTHON'] ?? 'python3', ['-m', 'venv', unfinished]);
    const python = join(unfinished, 'bin/python');
    run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements]);
    if (!existsSync(motoPython)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, stdout, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? (stderr || stdout).trimEnd().split('\n').at(-1);
  throw new Error(
    `moto could not be installed: ${program} ${args.slice(0, 3).join(' ')} failed (${reason}). ` +
      'Install Python 3.10 or newer with venv, or name one with PYTHON.',
  );
}
