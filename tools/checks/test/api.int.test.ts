import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkApi } from '../src/api.ts';
import { folderOf, manifestOf } from './fixtureWorkspace.ts';

const ENTRY = 'packages/lake/dist/index.d.ts';
const REPORT = 'packages/lake/api.md';
const HINT = 'Where that is meant, run `pnpm check api --update` and commit the report.';

const workspace = () =>
  folderOf({
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - tools/*\n',
    'packages/lake/package.json': manifestOf('@sales/lake'),
    [ENTRY]: "export { Failure, read, type Part } from './read.ts';\n",
    'packages/lake/dist/read.d.ts': `declare const Failure_base: new () => Error;
/** A failure. */
export declare class Failure extends Failure_base {
}
export interface Part {
    readonly bytes: Buffer;
}
export declare function read(key: string, signal: AbortSignal): import('./read.ts').Part;
export {};
`,
    'tools/kit/package.json': manifestOf('@sales/kit', { private: true }),
  });

function rewrite(root: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, path), text.replace(from, to));
}

it('asks for a report that is missing, writes it, and is content', () => {
  const root = workspace();
  expect(checkApi(root).faults).toEqual([`${REPORT} is not there yet. ${HINT}`]);
  expect(checkApi(root, { update: true })).toEqual({ faults: [], exports: 3, packages: 1 });
  expect(checkApi(root)).toEqual({ faults: [], exports: 3, packages: 1 });
  const text = readFileSync(join(root, REPORT), 'utf8');
  expect(text).toContain('export function read(key: string, signal: AbortSignal): Part;');
  expect(text).toContain('const Failure_base: new () => Error;');
  expect(text).not.toContain('undocumented');
});

it('names each export that is removed, added or has another signature', () => {
  const root = workspace();
  checkApi(root, { update: true });
  rewrite(root, ENTRY, 'Failure, read, type Part', 'read, write, type Part');
  rewrite(root, 'packages/lake/dist/read.d.ts', 'key: string', 'key: URL');
  rewrite(root, 'packages/lake/dist/read.d.ts', 'export {};', 'export declare const write: () => void;');
  expect(checkApi(root).faults).toEqual([
    `${REPORT} differs from what was built: removed Failure; added write; changed read. ${HINT}`,
  ]);
});

it('does not ask for a new report where only a docstring changes', () => {
  const root = workspace();
  checkApi(root, { update: true });
  rewrite(root, 'packages/lake/dist/read.d.ts', '/** A failure. */\n', '');
  rewrite(
    root,
    'packages/lake/dist/read.d.ts',
    '    readonly bytes',
    '    /** All of it. */\n    readonly bytes',
  );
  expect(checkApi(root).faults).toEqual([]);
});

it('notices a report that was edited by hand', () => {
  const root = workspace();
  checkApi(root, { update: true });
  rewrite(root, REPORT, '# API', '# Our API');
  expect(checkApi(root).faults).toEqual([
    `${REPORT} differs from what was built: no export, only its form. ${HINT}`,
  ]);
});

it('keeps a report of its own of each entry point', () => {
  const root = workspace();
  checkApi(root, { update: true });
  const exports = { '.': './dist/index.js', './testing': './dist/testing/index.js' };
  writeFileSync(join(root, 'packages/lake/package.json'), manifestOf('@sales/lake', { exports }));
  mkdirSync(join(root, 'packages/lake/dist/testing'));
  writeFileSync(join(root, 'packages/lake/dist/testing/index.d.ts'), "export { read } from '../read.ts';\n");
  expect(checkApi(root).faults).toEqual([`packages/lake/api-testing.md is not there yet. ${HINT}`]);
  expect(checkApi(root, { update: true })).toEqual({ faults: [], exports: 4, packages: 1 });
  expect(checkApi(root).faults).toEqual([]);
});

it('does not pass over an entry point that was not built', () => {
  const root = workspace();
  const exports = { '.': './dist/index.js', './testing': './dist/testing/index.js' };
  writeFileSync(join(root, 'packages/lake/package.json'), manifestOf('@sales/lake', { exports }));
  expect(() => checkApi(root)).toThrow(/dist\/testing\/index\.d\.ts/);
});
