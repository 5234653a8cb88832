import { expect, it } from 'vitest';
import { packedFaults } from '../src/packedPackage.ts';

const FILES = ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts'];
const faultsOf = (files: readonly string[], manifest = '{ "dependencies": { "zod": "4.6.7" } }') =>
  packedFaults({ name: '@sales/one', files, manifest });

it('accepts a licence, a README and what was built', () => {
  expect(faultsOf(FILES)).toEqual([]);
});

it.each(['LICENSE', 'README.md', 'package.json'])('misses %s', (file) => {
  expect(faultsOf(FILES.filter((one) => one !== file))).toEqual([`@sales/one is packed without ${file}.`]);
});

it('misses what was not built', () => {
  expect(faultsOf(['LICENSE', 'README.md', 'package.json'])).toEqual([
    '@sales/one is packed without dist: build it first.',
  ]);
});

it.each(['src/index.ts', 'test/a.ts', 'dist/money.test.js', 'dist/.tsbuildinfo', '.results/vitest.json'])(
  'refuses %s',
  (file) => {
    expect(faultsOf([...FILES, file])).toEqual([`@sales/one is packed with ${file}.`]);
  },
);

it.each(['workspace:^', 'catalog:', 'catalog:next'])('refuses the version %s', (version) => {
  expect(faultsOf(FILES, `{ "dependencies": { "@sales/two": "${version}" } }`)).toEqual([
    `@sales/one is packed with @sales/two at ${version}, which only this workspace knows.`,
  ]);
});
