import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import type { Manifest } from '../src/workspace.ts';

/** Writes files below a temporary folder that goes when the test ends, and returns the folder. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Writes a package.json with one entry point, and what a test wants different. */
export function manifestOf(name: string, changes: Partial<Manifest> = {}): string {
  return JSON.stringify({ name, exports: { '.': './src/index.ts' }, ...changes });
}

/** A workspace that breaks no rule: a contract, a library on it, a tool, an app. */
export const SOUND: Readonly<Record<string, string>> = {
  'pnpm-workspace.yaml': "packages:\n  - packages/*\n  - 'apps/*'\n  - tools/*\n\ncatalogMode: strict\n",
  'packages/schema/package.json': manifestOf('@sales/schema'),
  'packages/schema/src/contracts/sales.ts':
    "export const c = defineContract({ fields: { 'store_id': id(), unit_price: money(), city: text() } });",
  'packages/cleaning/package.json': manifestOf('@sales/cleaning', {
    dependencies: { '@sales/schema': 'workspace:^', zod: '4.0.0' },
    devDependencies: { '@sales/kit': 'workspace:*' },
  }),
  'packages/cleaning/src/index.ts':
    "// import '@sales/lake' and store_id are only words here\nexport { a } from './rule.ts';\nimport '@sales/schema';\nimport 'node:fs';",
  'packages/cleaning/src/rule.ts':
    "import * as z from 'zod';\nexport const a = () => import('@sales/schema');",
  'packages/cleaning/test/rule.test.ts': "import '@sales/kit';\nimport '../src/rule.ts';",
  'packages/lake/package.json': manifestOf('@sales/lake'),
  'packages/lake/src/index.ts': 'export const restore_ids = 1;',
  'tools/kit/package.json': manifestOf('@sales/kit', {
    private: true,
    devDependencies: { '@sales/cleaning': 'workspace:*' },
  }),
  'tools/kit/src/index.ts': "import '@sales/cleaning';",
  'apps/generator/package.json': manifestOf('@sales/generator'),
  'apps/generator/src/index.ts': '',
  'apps/admin/package.json': manifestOf('@sales/admin', {
    dependencies: { '@sales/generator': 'workspace:^', '@sales/lake': 'workspace:^' },
  }),
  'apps/admin/src/main.ts': "import '@sales/generator';\nimport type { X } from '@sales/lake';",
};
