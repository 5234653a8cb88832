import { join } from 'node:path';
import { buildFaults } from './build.ts';
import { runCommand } from './command.ts';
import { readWorkspace, ROOT } from './workspace.ts';

/** A package as it would be published. */
export interface Tarball {
  readonly name: string;
  /** The path of the tarball. */
  readonly filename: string;
  readonly files: ReadonlyArray<{ readonly path: string }>;
}

/** Builds every package that is published, and packs each into a folder, `@sales/lake` as `sales-lake.tgz`. */
export function packTarballs(folder: string): {
  readonly tarballs: readonly Tarball[];
  readonly faults: readonly string[];
} {
  const unbuilt = buildFaults();
  if (unbuilt.length > 0) {
    return { tarballs: [], faults: unbuilt };
  }
  const names = readWorkspace(ROOT)
    .filter(({ manifest }) => !manifest.private)
    .map(({ name }) => name);
  const filters = names.map((name) => `--filter=${name}`);
  const out = join(folder, '%s.tgz');
  const { ok, output, everything } = runCommand(['pnpm', ...filters, 'pack', '--json', '--out', out]);
  if (!ok) {
    return { tarballs: [], faults: [`The packages could not be packed.\n${everything.trim()}`] };
  }
  // pnpm gives one tarball as an object, several as an array.
  const tarballs = [JSON.parse(output) as Tarball | readonly Tarball[]].flat();
  return {
    tarballs,
    faults: names
      .filter((name) => !tarballs.some((tarball) => tarball.name === name))
      .map((name) => `pnpm packed no ${name}: ${everything.trim()}`),
  };
}
