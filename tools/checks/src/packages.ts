import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { packedFaults } from './packedPackage.ts';
import { isProgram, report } from './report.ts';
import { readWorkspace, ROOT } from './workspace.ts';

/** The parts of what `pnpm pack --json` says that are read here. */
interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: ReadonlyArray<{ readonly path: string }>;
}

/** Builds and packs every package that is published, and checks the tarballs as a user's tools would see them. */
function checkPackages(): { readonly faults: readonly string[]; readonly packages: number } {
  const build = runCommand(['turbo', 'run', 'build', '--output-logs=errors-only']);
  if (!build.ok) {
    return { faults: [build.everything.trim()], packages: 0 };
  }
  const names = readWorkspace(ROOT)
    .filter(({ manifest }) => !manifest.private)
    .map(({ name }) => name);
  const folder = mkdtempSync(join(tmpdir(), 'sales-packages-'));
  try {
    const packed = pack(names, folder);
    const faults = packed.flatMap(({ name, filename, files }) => [
      ...packedFaults({
        name,
        files: files.map(({ path }) => path),
        manifest: runCommand(['tar', '-xzOf', filename, 'package/package.json']).output,
      }),
      ...toolFaults(name, ['publint', 'run', filename, '--strict']),
      ...toolFaults(name, ['attw', filename, '--profile', 'esm-only', '--no-emoji', '--no-color']),
    ]);
    return { faults, packages: packed.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack(names: readonly string[], folder: string): readonly Packed[] {
  const filters = names.map((name) => `--filter=${name}`);
  const { ok, output, everything } = runCommand([
    'pnpm',
    ...filters,
    'pack',
    '--json',
    '--pack-destination',
    folder,
  ]);
  if (!ok) {
    throw new Error(`The packages could not be packed.\n${everything}`);
  }
  const packed = JSON.parse(output) as Packed | readonly Packed[];
  const all = Array.isArray(packed) ? (packed as readonly Packed[]) : [packed as Packed];
  if (all.length !== names.length) {
    throw new Error(`pnpm packed ${all.length} of ${names.length} packages: ${everything}`);
  }
  return all;
}

function toolFaults(name: string, command: readonly [string, ...string[]]): string[] {
  const { ok, everything } = runCommand(command);
  return ok ? [] : [`${name} does not pass ${command[0]}:\n${everything.trim()}`];
}

if (isProgram(import.meta.filename)) {
  const { faults, packages } = checkPackages();
  report('packages', faults, `${packages} tarballs hold what their users need and nothing else`);
}
