import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { exampleManifestFaults, type ExampleManifest } from './exampleManifest.ts';
import { ROOT, type WorkspacePackage } from './workspace.ts';

const TIMEOUT_MS = 300_000;

/** What an example prints, by its folder: a file that stands beside its package.json. */
const EXPECTED = 'expected.txt';

/**
 * Copies an example beside a folder of tarballs, installs it with npm, type-checks and runs it, and lists what went
 * wrong: at most one step, for the next ones need it.
 */
export function outsiderFaults(
  example: string,
  options: { readonly place: string; readonly workspace: readonly WorkspacePackage[] },
): readonly string[] {
  const where = relative(ROOT, example).replaceAll('\\', '/');
  const manifest = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as ExampleManifest;
  const faults = exampleManifestFaults(`${where}/package.json`, manifest, options.workspace);
  if (faults.length > 0) {
    return faults;
  }
  const folder = join(options.place, basename(example));
  // Someone may have tried the example where it lies.
  const left = new Set(['node_modules', 'package-lock.json']);
  cpSync(example, folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
  try {
    const install = [
      'npm',
      'install',
      '--package-lock',
      '--no-audit',
      '--no-fund',
      '--prefer-offline',
      '--loglevel=error',
    ] as const;
    return (
      commandFault(where, folder, install) ??
      copiesFault(where, folder) ??
      commandFault(where, folder, ['npm', 'run', '--silent', 'check']) ??
      commandFault(where, folder, ['node', 'src/main.ts'], readFileSync(join(example, EXPECTED), 'utf8')) ??
      []
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Fault = readonly [string] | undefined;

function commandFault(
  where: string,
  cwd: string,
  [program, ...parameters]: readonly [string, ...string[]],
  expected?: string,
): Fault {
  const { status, signal, stdout, stderr, error } = spawnSync(program, parameters, {
    cwd,
    env: outsideEnvironment(process.env),
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });
  const command = `${program} ${parameters.join(' ')}`;
  if (status !== 0) {
    const end = error?.message ?? signal ?? `exit code ${status}`;
    return [`${where}: ${command} fails (${end}):\n${stdout ?? ''}${stderr ?? ''}`.trimEnd()];
  }
  return expected === undefined || stdout === expected
    ? undefined
    : [`${where}: ${command} does not print what ${EXPECTED} says, but:\n${stdout}`.trimEnd()];
}

/** Two copies of a library are two sets of types and services that do not fit each other. */
function copiesFault(where: string, folder: string): Fault {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, unknown>>;
  };
  const copies = Object.keys(lock.packages).filter((path) => path.endsWith('node_modules/effect'));
  return copies.length <= 1
    ? undefined
    : [
        `${where} installs effect ${copies.length} times (${copies.join(', ')}): name the version of the packages.`,
      ];
}

/** Takes from an environment what tells a program that it runs within this repository. */
export function outsideEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) =>
      !/^(?:npm_(?:package|lifecycle|command|execpath|node_execpath)|PNPM_|NODE_OPTIONS$|INIT_CWD$)/.test(
        name,
      ),
  );
  const path = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => relative(ROOT, folder).startsWith('..'));
  return { ...Object.fromEntries(kept), PATH: [dirname(process.execPath), ...path].join(delimiter) };
}
