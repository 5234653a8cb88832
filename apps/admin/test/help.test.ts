import { describe, expect, it } from 'vitest';
import { salesChild } from './support/child.ts';
import { typed } from './support/typed.ts';

const commands: readonly (readonly [string, string?])[] = [
  ['demo'],
  ['generate'],
  ['run'],
  ['status'],
  ['query'],
  ['quarantine'],
  ['quarantine', 'list'],
  ['quarantine', 'show'],
  ['validate'],
  ['doctor'],
  ['unlock'],
];

describe('help', () => {
  it.each(commands)('of %s %s says what it does and gives examples', async (...words) => {
    const path = words.filter((word) => word !== undefined);
    const { code, out, err } = await typed([...path, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^DESCRIPTION\n {2}[A-Z]/);
    expect(out).toContain(`USAGE\n  sales ${path.join(' ')}`);
    expect(out).toMatch(new RegExp(`EXAMPLES[^]*\\n {2}sales ${path[0]}`));
  });

  it('lists every command', async () => {
    const { out } = await typed(['--help']);
    for (const [name] of commands) expect(out).toMatch(new RegExp(`^ {2}${name} {2,}[A-Z]`, 'm'));
  });

  it('is what one gets for no command at all', async () => {
    expect(await typed([])).toEqual(await typed(['--help']));
  });

  it('begins its commands as the program was started', async () => {
    const environment = { npm_package_name: 'sales-etl', npm_execpath: '/opt/pnpm/pnpm' };
    const { out } = await salesChild(['status', '--help'], { environment });
    expect(out).toContain('\n  pnpm sales status --lake /srv/lake');
  });
});

it('prints its version and nothing else', async () => {
  const { code, out } = await typed(['--version']);
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+$/);
});

it.each(['bash', 'zsh', 'fish', 'powershell'])('completes in %s', async (shell) => {
  const { code, out } = await typed(['--completions', shell]);
  expect(code).toBe(0);
  for (const word of ['quarantine', 'max-rows', 'lake']) expect(out).toContain(word);
});

it('loads neither the pipeline nor the generator to show help', async () => {
  const refuse = `data:text/javascript,import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) {
      if (/^@sales\\/|duckdb|^zod/.test(name)) throw new Error('loaded ' + name);
      return next(name, context);
    } });`;
  const nodeOptions = ['--import', refuse];
  const help = await salesChild(['--help'], { nodeOptions });
  expect(help).toMatchObject({ code: 0, err: '' });
  // The trap works: a command that needs the pipeline falls into it.
  const run = await salesChild(['validate', 'none.json'], { nodeOptions });
  expect(run.err).toContain('loaded @sales/etl-core');
});
