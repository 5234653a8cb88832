import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiChanges, exportedNames } from './apiChanges.ts';
import { entryPoints, makeApiReports } from './apiReport.ts';
import { buildFaults } from './build.ts';
import { isProgram, report } from './report.ts';
import { readWorkspace, ROOT } from './workspace.ts';

const UPDATE = 'Where that is meant, run `pnpm check api --update` and commit the report.';

/** What the API check found, and how much it looked at. */
export interface Api {
  readonly faults: readonly string[];
  readonly exports: number;
  readonly packages: number;
}

/**
 * Compares the surface of every published package below `root`, as it was built, with its committed report.
 * With `update`, writes the reports that differ instead.
 */
export function checkApi(root: string, { update = false }: { readonly update?: boolean } = {}): Api {
  const published = readWorkspace(root).filter(({ manifest }) => !manifest.private);
  const faults: string[] = [];
  let exports = 0;
  const folder = mkdtempSync(join(tmpdir(), 'sales-api-'));
  try {
    for (const { path, text, faults: unread } of makeApiReports(root, entryPoints(published), folder)) {
      exports += exportedNames(text).length;
      faults.push(...unread);
      if (update) {
        writeFileSync(join(root, path), text);
      } else {
        faults.push(
          ...differences(
            path,
            existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined,
            text,
          ),
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { faults, exports, packages: published.length };
}

function differences(path: string, committed: string | undefined, built: string): string[] {
  if (committed === built) {
    return [];
  }
  if (committed === undefined) {
    return [`${path} is not there yet. ${UPDATE}`];
  }
  const changes = Object.entries(apiChanges(committed, built))
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => `${kind} ${names.join(', ')}`);
  return [
    `${path} differs from what was built: ${changes.join('; ') || 'no export, only its form'}. ${UPDATE}`,
  ];
}

if (isProgram(import.meta.filename)) {
  const { update } = parseArgs({ options: { update: { type: 'boolean', default: false } } }).values;
  const unbuilt = buildFaults();
  const { faults, exports, packages } =
    unbuilt.length > 0 ? { faults: unbuilt, exports: 0, packages: 0 } : checkApi(ROOT, { update });
  const verdict = update ? 'are written down' : 'are as committed';
  report('api', faults, `${exports} exports of ${packages} packages ${verdict}`);
}
