import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outsideEnvironment, outsiderFaults } from '../src/outsider.ts';
import { ROOT } from '../src/workspace.ts';
import { folderOf } from './fixtureWorkspace.ts';

/** An example that needs no package, so that nothing is fetched. */
const SOUND = {
  'one/package.json': '{ "type": "module", "scripts": { "check": "node src/check.ts" } }',
  'one/src/check.ts': '',
  'one/src/main.ts': 'const two: number = 1 + 1;\nconsole.log(two);\n',
  'one/expected.txt': '2\n',
};

function faultsOf(changes: Readonly<Record<string, string>>): readonly string[] {
  const root = folderOf({ ...SOUND, ...changes });
  const place = join(root, 'place');
  mkdirSync(place);
  // The folder's name differs from run to run, and is no part of what is told.
  return outsiderFaults(join(root, 'one'), { place, workspace: [] }).map((fault) =>
    fault.replace(/^.*?one(?=[:/])/, 'one'),
  );
}

describe('an example', () => {
  it('holds when it type-checks and prints what it should', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it('is copied without what a reader has installed in it', () => {
    expect(faultsOf({ 'one/node_modules/effect/package.json': '{', 'one/package-lock.json': '{' })).toEqual(
      [],
    );
  });

  it('fails when it prints anything else', () => {
    expect(faultsOf({ 'one/expected.txt': '3\n' })).toEqual([
      'one: node src/main.ts does not print what expected.txt says, but:\n2',
    ]);
  });

  it('fails when its own check does', () => {
    expect(faultsOf({ 'one/src/check.ts': 'console.log("TS2322"); process.exit(2);' })).toEqual([
      'one: npm run --silent check fails (exit code 2):\nTS2322',
    ]);
  });

  it('fails when it does not run', () => {
    expect(faultsOf({ 'one/src/main.ts': 'process.exit(3);' })).toEqual([
      'one: node src/main.ts fails (exit code 3):',
    ]);
  });

  it('fails when it cannot be installed', () => {
    const manifest = JSON.stringify({ dependencies: { one: 'file:../tarballs/one.tgz' } });
    expect(faultsOf({ 'one/package.json': manifest })[0]).toMatch(
      /^one: npm install .* fails .*\n[^]*one\.tgz/,
    );
  });
});

it('runs a program as if it were started outside of this repository', () => {
  const bin = join(ROOT, 'node_modules/.bin');
  const path = [bin, '/usr/bin', join(ROOT, 'tools/checks/node_modules/.bin')].join(delimiter);
  expect(
    outsideEnvironment({
      PATH: path,
      HOME: '/home/me',
      NODE_OPTIONS: '--conditions=@sales/source',
      npm_package_name: 'sales-etl',
      npm_config_registry: 'https://registry.example',
    }),
  ).toEqual({
    PATH: [dirname(process.execPath), '/usr/bin'].join(delimiter),
    HOME: '/home/me',
    npm_config_registry: 'https://registry.example',
  });
});
