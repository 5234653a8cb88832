import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFaults, manifestFaults } from './dependencies.ts';
import { contractFieldNames, fieldNameFaults } from './fieldNames.ts';
import { fileNameFaults } from './fileNames.ts';
import { isProgram, report } from './report.ts';
import { parseSource } from './sourceFile.ts';
import { listFiles, readWorkspace, ROOT } from './workspace.ts';

const CONTRACTS = 'packages/schema/src/contracts';

/** What the boundary check found, and how much it looked at. */
export interface Boundaries {
  readonly faults: readonly string[];
  readonly files: number;
  readonly packages: number;
}

/** Checks every package of a workspace: who imports whom, what is declared, where fields are named, how files are named. */
export function checkBoundaries(root: string): Boundaries {
  const workspace = readWorkspace(root);
  const fieldNames = listFiles(join(root, CONTRACTS), '*.ts').flatMap((path) =>
    contractFieldNames(path, readFileSync(join(root, CONTRACTS, path), 'utf8')),
  );
  const faults: string[] = [];
  if (fieldNames.length === 0) {
    faults.push(`${CONTRACTS} declares no field: this check no longer knows what to look for.`);
  }
  let files = 0;
  for (const workspacePackage of workspace) {
    faults.push(...manifestFaults(workspacePackage, workspace));
    for (const path of listFiles(join(root, workspacePackage.folder), '**/*.ts')) {
      // AssemblyScript, which is not quite TypeScript and imports nothing of ours.
      if (path.startsWith('kernel/')) continue;
      files += 1;
      const fullPath = `${workspacePackage.folder}/${path}`;
      const { imports, code } = parseSource(fullPath, readFileSync(join(root, fullPath), 'utf8'));
      faults.push(
        ...importFaults({ path, imports }, workspacePackage, workspace),
        ...fieldNameFaults(fullPath, code, fieldNames),
        ...fileNameFaults(fullPath),
      );
    }
  }
  return { faults, files, packages: workspace.length };
}

if (isProgram(import.meta.filename)) {
  const { faults, files, packages } = checkBoundaries(ROOT);
  report('boundaries', faults, `${files} files in ${packages} packages import only what they may`);
}
