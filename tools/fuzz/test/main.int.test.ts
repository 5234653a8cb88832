import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { expect, it } from 'vitest';
import { parseCase } from '../src/index.ts';

function runMain(...args: readonly string[]) {
  const main = join(import.meta.dirname, '../src/main.ts');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@sales/source', main, ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
}

const brokenTarget = join(import.meta.dirname, 'brokenTarget.ts');
const agreeingTarget = join(import.meta.dirname, 'agreeingTarget.ts');

it('finds what readers disagree on, makes it small, and runs it again', () => {
  const { status, output } = runMain('--target', brokenTarget, '--seed', '1', '--minutes', '1');
  expect(status).toBe(1);
  expect(output).toContain('A line is a row to one reader only.');
  const json = output.split('\n').find((line) => line.startsWith('{'))!;
  expect(parseCase(json).objects.map(({ text }) => text.toString())).toEqual(['\u00a0']);

  const file = join(temporaryFolder(), 'finding.json');
  writeFileSync(file, json);
  const again = runMain('--target', brokenTarget, '--replay', file);
  expect([again.status, again.output]).toEqual([1, 'A line is a row to one reader only.\n']);
  expect(runMain('--target', agreeingTarget, '--replay', file)).toEqual({
    status: 0,
    output: 'The readers agree.\n',
  });
});

it('says how far it came when nothing is found, and which code it did not reach', () => {
  const { status, output } = runMain('--target', agreeingTarget, '--seed', '1', '--minutes', '0.01');
  expect(status).toBe(0);
  expect(output).toMatch(/\d+ cases, \d+ lines \(100% read fast\), [\d.]+ MB/);
  const missed = output.split('\n').filter((line) => line.startsWith('  '));
  expect(missed.length).toBeGreaterThan(0);
  for (const line of missed) expect(line).toMatch(/unreachable|return true|'never'/);
});
