import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment, salesWords } from './support/child.ts';
import { typedJson } from './support/typed.ts';

/** Gives a program a terminal of its own; part of util-linux. */
const script = 'script';
const hasScript =
  spawnSync(script, ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** Runs a shell line on a terminal of its own, and gives all that the terminal got. */
function onTerminal(line: string, environment: Readonly<Record<string, string>> = {}): string {
  const sales = salesWords.map((word) => `'${word}'`).join(' ');
  const { stdout, status } = spawnSync(
    script,
    ['--quiet', '--return', '--command', `stty cols 100; ${line.replaceAll('SALES', sales)}`, '/dev/null'],
    { encoding: 'utf8', env: { ...cleanEnvironment(), TERM: 'xterm', ...environment }, input: '' },
  );
  if (status !== 0) throw new Error(`It ended with ${status}: ${stdout}`);
  return stdout;
}

const clearLine = '\r\u001b[2K';
const colour = /\[3[1-6]m/;
const progressLine = /\[2KCleaning {5}[█░]{24} {2} *\d+ % {2}[\d,]+ rows {2}\d+\.\d [kM]B\/s/;

// Where this is skipped, the line of progress is held by its own tests only.
describe.skipIf(!hasScript)('on a terminal', () => {
  it('follows a run with a line of progress, which is gone at the end', async () => {
    const folder = temporaryFolder();
    await typedJson(['generate', '--size', '20MB', '--out', join(folder, 'data')]);
    const shown = onTerminal(`SALES run '${folder}/data' --lake '${folder}/lake'`, { NO_COLOR: '1' });
    expect(shown).toMatch(progressLine);
    expect(shown).not.toMatch(colour);
    const afterwards = shown.slice(shown.lastIndexOf(clearLine) + clearLine.length);
    expect(afterwards).toMatch(/^Took in 1 file/);
    expect(afterwards).not.toContain('\u001b');
  });

  it('shows the progress on standard error while standard output goes to a file', async () => {
    const folder = temporaryFolder();
    await typedJson(['generate', '--size', '20MB', '--out', join(folder, 'data')]);
    const shown = onTerminal(`SALES run '${folder}/data' --lake '${folder}/lake' > '${folder}/out.txt'`);
    expect(shown).toMatch(/Cleaning/);
    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).toMatch(/^Took in 1 file\.\n/);
  });

  it('shows no progress with --json or when standard error goes elsewhere', () => {
    const folder = temporaryFolder();
    const json = onTerminal(`SALES generate --size 10MB --json --out '${folder}/a'`);
    expect(JSON.parse(json)).toMatchObject({ bytes: expect.any(Number) });
    const quiet = onTerminal(`SALES generate --size 10MB --out '${folder}/b' 2> '${folder}/err.txt'`);
    expect(quiet).not.toContain('Generating');
    expect(readFileSync(join(folder, 'err.txt'), 'utf8')).toBe('');
  });

  it('is coloured, unless NO_COLOR is set', () => {
    expect(onTerminal('SALES doctor --lake /nowhere/at/all || true')).toMatch(colour);
    expect(onTerminal('SALES doctor --lake /nowhere/at/all || true', { NO_COLOR: '1' })).not.toMatch(colour);
    expect(onTerminal('SALES --help', { NO_COLOR: '1' })).not.toContain('\u001b');
  });

  it('cuts tables to the width of the terminal', () => {
    const folder = temporaryFolder();
    const shown = onTerminal(
      `SALES demo --size 200KB --out '${folder}/demo' > /dev/null && SALES quarantine list latest --lake '${folder}/demo/lake'`,
      { NO_COLOR: '1' },
    );
    const lines = shown
      .slice(shown.lastIndexOf(clearLine) + clearLine.length)
      .split('\r\n')
      .filter((line) => !line.startsWith('Next'));
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
