import { describe, expect, it } from 'vitest';
import { checkBoundaries } from '../src/boundaries.ts';
import { folderOf, manifestOf, SOUND } from './fixtureWorkspace.ts';

function faultsWith(changes: Readonly<Record<string, string>>): readonly string[] {
  return checkBoundaries(folderOf({ ...SOUND, ...changes })).faults;
}

const needs = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'workspace:^']));

describe('a sound workspace', () => {
  it('has no fault', () => {
    expect(checkBoundaries(folderOf(SOUND))).toEqual({ faults: [], files: 8, packages: 6 });
  });

  it('may have fixtures and output that break every rule', () => {
    expect(
      faultsWith({
        'packages/lake/test/fixtures/utils.ts': "import '@sales/admin';",
        'packages/lake/dist/index.ts': "import '@sales/admin';",
        'packages/lake/node_modules/x/index.ts': "import '@sales/admin';",
      }),
    ).toEqual([]);
  });
});

describe('layers', () => {
  it.each([
    "import '@sales/schema';",
    "import type { A } from '@sales/schema';",
    "export { a } from '@sales/schema';",
    "export * from '@sales/schema';",
    "export {} from '@sales/schema';",
    "const a = await import('@sales/schema');",
    'const a = await import(`@sales/schema`);',
    "const a: import('@sales/schema').A = 1;",
    "const a = require('@sales/schema');",
    "const a = import.meta.resolve('@sales/schema');",
    "import a = require('@sales/schema');",
  ])('a library without siblings must not write %s', (code) => {
    expect(faultsWith({ 'packages/lake/src/index.ts': `\n${code}` })).toEqual([
      'packages/lake/src/index.ts:2 imports @sales/schema: it may import no sibling.',
    ]);
  });

  it('a library may name only the siblings below it', () => {
    expect(
      faultsWith({
        'packages/cleaning/package.json': manifestOf('@sales/cleaning', {
          dependencies: { ...needs('@sales/schema', '@sales/lake'), zod: '4.0.0' },
          devDependencies: needs('@sales/kit'),
        }),
      }),
    ).toEqual([
      'packages/cleaning/package.json names @sales/lake: it may import only @sales/schema, @sales/parquet.',
    ]);
  });

  it('a library never needs an app, not even in its tests', () => {
    expect(
      faultsWith({
        'packages/lake/package.json': manifestOf('@sales/lake', {
          devDependencies: needs('@sales/generator'),
        }),
      }),
    ).toEqual([
      'packages/lake/package.json names @sales/generator: a library imports libraries, never an app or the infrastructure.',
    ]);
  });

  it('a tool is a devDependency, and stays out of src', () => {
    expect(
      faultsWith({
        'packages/lake/package.json': manifestOf('@sales/lake', { dependencies: needs('@sales/kit') }),
        'packages/lake/src/index.ts': "import '@sales/kit';",
      }),
    ).toEqual([
      'packages/lake/package.json names @sales/kit: a tool is for tests; make it a devDependency.',
      'packages/lake/src/index.ts:1 imports @sales/kit: a tool is for tests; make it a devDependency.',
    ]);
  });

  it('an app imports no other app, but for the one that is written down', () => {
    expect(faultsWith({ 'apps/generator/src/index.ts': "import '@sales/admin';" })).toEqual([
      'apps/generator/src/index.ts:1 imports @sales/admin: an app imports libraries, never another app.',
    ]);
  });

  it('infrastructure imports no library but for its constants', () => {
    expect(
      faultsWith({
        'pnpm-workspace.yaml': 'packages:\n  - packages/*\n  - infra\n',
        'infra/package.json': manifestOf('@sales/infra', { private: true }),
        'infra/src/stack.ts': "import '@sales/cleaning';",
        'packages/cleaning/test/rule.test.ts': '',
        'packages/cleaning/package.json': manifestOf('@sales/cleaning', {
          dependencies: { ...needs('@sales/schema'), zod: '4.0.0' },
        }),
      }),
    ).toEqual([
      'infra/src/stack.ts:1 imports @sales/cleaning: infrastructure takes built handlers and plain constants.',
    ]);
  });

  it('a new library must be given its place', () => {
    expect(faultsWith({ 'packages/new/package.json': manifestOf('@sales/new') })).toEqual([
      'packages/new/package.json: @sales/new has no place yet: write what it may import into tools/checks/src/layers.ts.',
    ]);
  });
});

describe('imports', () => {
  it.each([
    ['zod', 'package.json does not name it'],
    ['zod/mini', 'package.json does not name it'],
    ['@effect/cli/x', 'package.json does not name it'],
    ['fs', 'a module of Node is written with node:'],
    ['../../schema/src/contracts/sales.ts', 'it is outside the package; import a sibling by its name'],
    ['@sales/lake', 'inside a package, import the file itself'],
  ])('src must not import %s', (specifier, reason) => {
    expect(faultsWith({ 'packages/lake/src/index.ts': `import '${specifier}';` })).toEqual([
      `packages/lake/src/index.ts:1 imports ${specifier}: ${reason}.`,
    ]);
  });

  it("a sibling's inside is not importable", () => {
    expect(faultsWith({ 'packages/cleaning/src/rule.ts': "import '@sales/schema/src/field.ts';" })).toEqual([
      'packages/cleaning/src/rule.ts:1 imports @sales/schema/src/field.ts: @sales/schema does not export ./src/field.ts.',
    ]);
  });

  it('src must not import what is declared for tests only', () => {
    expect(
      faultsWith({
        'packages/lake/package.json': manifestOf('@sales/lake', { devDependencies: { vitest: '5.0.0' } }),
        'packages/lake/src/index.ts': "import 'vitest';",
        'packages/lake/test/a.test.ts': "import 'vitest';",
      }),
    ).toEqual(['packages/lake/src/index.ts:1 imports vitest: package.json does not name it.']);
  });
});

describe('the names of fields', () => {
  it.each(['const a = "store_id";', 'const a = { unit_price: 1 };', 'const a = `missing_store_id`;'])(
    'are not for other code to write: %s',
    (code) => {
      expect(faultsWith({ 'packages/lake/src/index.ts': code })).toEqual([
        expect.stringMatching(/^packages\/lake\/src\/index\.ts:1 names the field (store_id|unit_price): /),
      ]);
    },
  );

  it('may stand in tests, apps, comments and the star', () => {
    expect(
      faultsWith({
        'packages/lake/test/a.test.ts': 'const store_id = 1;',
        'packages/lake/src/index.ts': '/** Such as `store_id`. */',
        'packages/schema/src/stars/sales.ts': "const a = 'store_id';",
        'apps/generator/src/index.ts': 'const store_id = 1;',
      }),
    ).toEqual([]);
  });

  it('must be found, or the check is blind', () => {
    expect(faultsWith({ 'packages/schema/src/contracts/sales.ts': '' })).toEqual([
      'packages/schema/src/contracts declares no field: this check no longer knows what to look for.',
    ]);
  });
});

it.each(['src/utils.ts', 'src/helpers/date.ts', 'test/common.ts', 'src/date.types.ts'])(
  'a file is not called %s',
  (path) => {
    expect(faultsWith({ [`packages/lake/${path}`]: '' })).toEqual([
      expect.stringContaining(`packages/lake/${path}: `),
    ]);
  },
);
