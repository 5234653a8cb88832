import { expect, it } from 'vitest';
import { launcherOf, shellWord } from '../src/launcher.ts';

it('suggests commands as this program was started', () => {
  expect(launcherOf({})).toBe('sales');
  expect(launcherOf({ npm_package_name: 'some-other', npm_execpath: '/usr/bin/pnpm' })).toBe('sales');
  expect(launcherOf({ npm_package_name: 'sales-etl', npm_execpath: '/usr/bin/pnpm' })).toBe('pnpm sales');
  const fetched = '/home/ada/.npm/_npx/0390bb19/node_modules/pnpm/pnpm';
  expect(launcherOf({ npm_package_name: 'sales-etl', npm_execpath: fetched })).toBe('npx -y pnpm@12 sales');
});

it('quotes for a shell what a shell would read otherwise', () => {
  expect(shellWord('./lake/2025-01')).toBe('./lake/2025-01');
  expect(shellWord('my lake')).toBe(`'my lake'`);
  expect(shellWord(`it's; rm -rf $HOME`)).toBe(`'it'\\''s; rm -rf $HOME'`);
});
