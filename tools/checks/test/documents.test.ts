import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDocuments } from '../src/documents.ts';
import { ROOT } from '../src/workspace.ts';
import { folderOf } from './fixtureWorkspace.ts';

const README = 'packages/one/README.md';

function repositoryOf(files: Readonly<Record<string, string>>): string {
  return folderOf({
    'package.json': JSON.stringify({ scripts: { test: 'vitest run', 'test:all': 'x' } }),
    'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - tools/*\n',
    'tsconfig.base.json': JSON.stringify({
      extends: join(ROOT, 'tsconfig.base.json'),
      compilerOptions: { types: [] },
    }),
    'packages/one/package.json': JSON.stringify({
      name: '@sales/one',
      type: 'module',
      exports: { '.': { '@sales/source': './src/index.ts' } },
      scripts: { bench: 'x' },
    }),
    'packages/one/src/index.ts': 'export const one: number = 1;\n',
    [README]: '# One\n',
    ...files,
  });
}

const faultsOf = (files: Readonly<Record<string, string>>) => checkDocuments(repositoryOf(files)).faults;
const ts = (code: string, info = 'ts') => `# One\n\n\`\`\`${info}\n${code}\n\`\`\`\n`;

describe('examples', () => {
  it('compile and run against the sources of their package, and leave nothing behind', () => {
    const root = repositoryOf({
      [README]: ts("import { one } from '@sales/one';\nif (one !== 1) throw new Error();\nawait 1;"),
    });
    expect(checkDocuments(root)).toEqual({ faults: [], documents: 1, examples: 1, links: 0 });
    expect(existsSync(join(root, 'packages/one/.results/documents'))).toBe(false);
  });

  it('must compile', () => {
    expect(faultsOf({ [README]: ts("import { one } from '@sales/one';\nconst a: string = one;") })).toEqual([
      expect.stringMatching(/^packages\/one\/README\.md\(5,7\): error TS2322: /),
    ]);
  });

  it('must run to the end', () => {
    expect(faultsOf({ [README]: ts("throw new Error('broken');") })).toEqual([
      expect.stringMatching(/^packages\/one\/README\.md:4 does not run \(exit code 1\):\n[^]*broken/),
    ]);
  });

  it('must compile but need not run where they are marked so', () => {
    expect(faultsOf({ [README]: ts("throw new Error('broken');", 'ts no-run') })).toEqual([]);
    expect(faultsOf({ [README]: ts('const a: string = 1;', 'ts no-run') })).toHaveLength(1);
  });

  it.each(['ts norun', 'typescript', 'tsx'])('are not hidden by the mark %s', (info) => {
    expect(faultsOf({ [README]: ts('', info) })).toEqual([
      `packages/one/README.md:4 is marked ${info}: write ts, or ts no-run where it only compiles.`,
    ]);
  });

  it('outside of packages see what the checks see', () => {
    expect(
      faultsOf({
        'docs/a.md': ts("import { one } from '@sales/one';"),
        'tools/checks/package.json': '{ "private": true }',
      }),
    ).toEqual([
      expect.stringMatching(/^docs\/a\.md\(4,21\): error TS2307: Cannot find module '@sales\/one'/),
    ]);
  });
});

describe('links', () => {
  it('may lead to files, folders, headings, and out of the repository', () => {
    const text = [
      '# The `one`, and *only* one',
      '## Twice',
      '## Twice',
      '[a](docs) [b](docs/a.md#sub-title "A title") [c](#twice-1) [d](#the-one-and-only-one) ![e](/docs/a.md)',
      '[f](https://example.com/x) [g](mailto:a@b.c) `[h](nowhere)` [i]',
      '[i]: docs/a.md',
      '```text',
      '[j](nowhere)',
      '```',
    ].join('\n');
    const { faults, links } = checkDocuments(
      repositoryOf({ 'README.md': text, 'docs/a.md': '## Sub title\n' }),
    );
    expect(faults).toEqual([]);
    expect(links).toBe(8);
  });

  it.each([
    ['[a](docs/b.md)', 'docs/b.md, which is not there'],
    ['[a](../outside.md)', '../outside.md, which is not there'],
    ['[a](#nowhere)', '#nowhere, a heading that is not there'],
    ['[a](packages/one/README.md#two)', 'packages/one/README.md#two, a heading that is not there'],
    ['[a]: docs/b.md', 'docs/b.md, which is not there'],
  ])('must not be %s', (text, fault) => {
    expect(faultsOf({ 'README.md': `\n${text}\n` })).toEqual([`README.md:2 links to ${fault}.`]);
  });
});

describe('commands', () => {
  it('may be scripts and what pnpm itself knows', () => {
    const text = [
      'pnpm is a package manager.',
      '```sh',
      'pnpm install && pnpm test',
      'npx -y pnpm@12 run test:all --flag',
      'pnpm --filter @sales/one bench',
      '```',
    ].join('\n');
    expect(faultsOf({ 'README.md': text })).toEqual([]);
  });

  it.each([
    ['`pnpm tset`', 'pnpm tset, a script that the root'],
    ['`npx -y pnpm@12 run nothing`', 'pnpm nothing, a script that the root'],
    ['```sh\npnpm --filter @sales/one test\n```', 'pnpm --filter @sales/one test, which no package has'],
    ['```sh\npnpm --filter @sales/two bench\n```', 'pnpm --filter @sales/two bench, which no package has'],
  ])('must not be %s', (text, fault) => {
    expect(faultsOf({ 'README.md': text })).toEqual([expect.stringContaining(`says ${fault}`)]);
  });
});

it('a package without a README is a fault', () => {
  expect(faultsOf({ 'packages/two/package.json': '{ "name": "@sales/two" }' })).toEqual([
    'packages/two has no README.md: one paragraph, one example, the table of exports.',
  ]);
});

it('a fence that is never closed is not passed over', () => {
  expect(() => faultsOf({ 'README.md': '\n```ts\nconst a = 1;\n' })).toThrow(/before line 3/);
});
