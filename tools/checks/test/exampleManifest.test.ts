import { expect, it } from 'vitest';
import { exampleManifestFaults, tarballName } from '../src/exampleManifest.ts';
import type { WorkspacePackage } from '../src/workspace.ts';

const workspacePackage = (name: string, dependencies: readonly string[]): WorkspacePackage => ({
  name: `@sales/${name}`,
  folder: `packages/${name}`,
  manifest: {
    name: `@sales/${name}`,
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, 'workspace:^'])),
  },
});

// core needs top, top needs base; aside is needed by none.
const workspace = [
  workspacePackage('core', ['@sales/top', 'effect']),
  workspacePackage('top', ['@sales/base']),
  workspacePackage('base', []),
  workspacePackage('aside', []),
];

const tarballs = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `file:../tarballs/${tarballName(name)}`]));

const faultsOf = (dependencies: Record<string, string>, overrides: Record<string, string>) =>
  exampleManifestFaults('examples/one/package.json', { dependencies, overrides }, workspace);

it('names a tarball as pnpm does', () => {
  expect(tarballName('@sales/star-schema')).toBe('sales-star-schema.tgz');
});

it('accepts an example that has every package from a tarball', () => {
  const dependencies = { ...tarballs('@sales/core'), effect: '4.1.0' };
  expect(faultsOf(dependencies, tarballs('@sales/top', '@sales/base'))).toEqual([]);
  expect(faultsOf({ ...dependencies, ...tarballs('@sales/base') }, tarballs('@sales/top'))).toEqual([]);
});

it('misses a package that only another package needs', () => {
  expect(faultsOf(tarballs('@sales/core'), tarballs('@sales/top'))).toEqual([
    'examples/one/package.json needs @sales/base too: write it as file:../tarballs/sales-base.tgz under overrides.',
  ]);
});

it('refuses a package from elsewhere', () => {
  expect(faultsOf({ '@sales/top': '^0.1.0' }, tarballs('@sales/base'))).toEqual([
    'examples/one/package.json has @sales/top at ^0.1.0: write file:../tarballs/sales-top.tgz.',
  ]);
});

it('refuses a package that nothing needs', () => {
  expect(faultsOf(tarballs('@sales/base'), tarballs('@sales/aside', '@sales/gone'))).toEqual([
    'examples/one/package.json names @sales/aside, which it does not need.',
    'examples/one/package.json names @sales/gone, which it does not need.',
  ]);
});
