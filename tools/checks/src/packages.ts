import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { packedFaults } from './packedPackage.ts';
import { isProgram, report } from './report.ts';
import { packTarballs } from './tarballs.ts';

/** Builds and packs every package that is published, and checks the tarballs as a user's tools would see them. */
function checkPackages(): { readonly faults: readonly string[]; readonly packages: number } {
  const folder = mkdtempSync(join(tmpdir(), 'sales-packages-'));
  try {
    const { tarballs, faults } = packTarballs(folder);
    const found = tarballs.flatMap(({ name, filename, files }) => [
      ...packedFaults({
        name,
        files: files.map(({ path }) => path),
        manifest: runCommand(['tar', '-xzOf', filename, 'package/package.json']).output,
      }),
      ...toolFaults(name, ['publint', 'run', filename, '--strict']),
      ...toolFaults(name, ['attw', filename, '--profile', 'esm-only', '--no-emoji', '--no-color']),
    ]);
    return { faults: [...faults, ...found], packages: tarballs.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function toolFaults(name: string, command: readonly [string, ...string[]]): string[] {
  const { ok, everything } = runCommand(command);
  return ok ? [] : [`${name} does not pass ${command[0]}:\n${everything.trim()}`];
}

if (isProgram(import.meta.filename)) {
  const { faults, packages } = checkPackages();
  report('packages', faults, `${packages} tarballs hold what their users need and nothing else`);
}
