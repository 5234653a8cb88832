import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { outsiderFaults } from './outsider.ts';
import { isProgram, report } from './report.ts';
import { packTarballs } from './tarballs.ts';
import { readWorkspace, ROOT } from './workspace.ts';

/** Packs what is published, and uses it from every example as someone does who has nothing else of this repository. */
function checkOutsiders(): { readonly faults: readonly string[]; readonly examples: number } {
  const examples = globSync('examples/*/package.json', { cwd: ROOT }).map(dirname).toSorted();
  const place = mkdtempSync(join(tmpdir(), 'sales-examples-'));
  try {
    const { faults } = packTarballs(join(place, 'tarballs'));
    if (faults.length > 0) {
      return { faults, examples: 0 };
    }
    const workspace = readWorkspace(ROOT);
    return {
      faults: examples.flatMap((example) => outsiderFaults(join(ROOT, example), { place, workspace })),
      examples: examples.length,
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

if (isProgram(import.meta.filename)) {
  const { faults, examples } = checkOutsiders();
  report(
    'examples',
    examples === 0 && faults.length === 0 ? ['There is no example in examples/*.'] : faults,
    `${examples} examples outside of the workspace install, type-check and print what they should`,
  );
}
