import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import {
  printTotals,
  readTotals,
  removeResults,
  totalsLine,
  totalsOf,
  type VitestReport,
} from '../src/testTotals.ts';
import { folderOf } from './fixtureWorkspace.ts';

function reportOf(statuses: readonly string[], changes: Partial<VitestReport> = {}): VitestReport {
  const failed = statuses.includes('failed');
  return {
    success: !failed,
    testResults: [
      {
        name: 'a.test.ts',
        status: failed ? 'failed' : 'passed',
        assertionResults: statuses.map((status) => ({ status })),
      },
    ],
    ...changes,
  };
}

function workspaceOf(reports: Readonly<Record<string, VitestReport | undefined>>): string {
  const files: Record<string, string> = { 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' };
  for (const [name, report] of Object.entries(reports)) {
    files[`packages/${name}/package.json`] = JSON.stringify({ name, scripts: { test: 'vitest run' } });
    if (report) {
      files[`packages/${name}/.results/vitest.json`] = JSON.stringify(report);
    }
  }
  files['packages/untested/package.json'] = JSON.stringify({ name: 'untested', scripts: {} });
  return folderOf(files);
}

function printed(root: string): { readonly code: number; readonly lines: readonly unknown[] } {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const code = printTotals(root);
  const lines = log.mock.calls.map(([line]) => line);
  log.mockRestore();
  return { code, lines };
}

it('counts each test once, and what did not run as skipped', () => {
  expect(totalsOf(reportOf(['passed', 'passed', 'failed', 'skipped', 'pending', 'todo']))).toEqual({
    passed: 2,
    failed: 1,
    skipped: 3,
  });
});

it('counts a file that could not be loaded as failed', () => {
  const broken = { name: 'b.test.ts', status: 'failed', assertionResults: [] };
  expect(totalsOf(reportOf([], { success: false, testResults: [broken, broken] })).failed).toBe(2);
});

it('counts a run that failed outside of its tests as failed', () => {
  expect(totalsOf(reportOf(['passed'], { success: false }))).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

it('names skipped tests only where there are some', () => {
  expect(totalsLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(totalsLine({ passed: 12, failed: 1, skipped: 2 })).toBe('12 passed, 1 failed, 2 skipped');
});

it('ends with the totals of all packages, and passes where none failed', () => {
  const root = workspaceOf({ a: reportOf(['passed']), b: reportOf(['passed', 'passed']) });
  expect(printed(root)).toEqual({ code: 0, lines: ['3 passed, 0 failed'] });
});

it('fails where a test failed', () => {
  const root = workspaceOf({ a: reportOf(['passed']), b: reportOf(['failed']) });
  expect(printed(root)).toEqual({ code: 1, lines: ['1 passed, 1 failed'] });
});

it('fails where a package left no results', () => {
  const root = workspaceOf({ a: reportOf(['passed']), b: undefined });
  expect(printed(root)).toEqual({
    code: 1,
    lines: [
      'packages/b has tests but left no .results/vitest.json: they did not run to the end.',
      '1 passed, 0 failed',
    ],
  });
});

it('fails where nothing ran, or everything was skipped', () => {
  expect(printed(workspaceOf({}))).toEqual({ code: 1, lines: ['No test ran.', '0 passed, 0 failed'] });
  expect(printed(workspaceOf({ a: reportOf(['skipped']) })).code).toBe(1);
});

it('does not count what an earlier run left', () => {
  const root = workspaceOf({ a: reportOf(['passed']) });
  removeResults(root);
  expect(existsSync(join(root, 'packages/a/.results/vitest.json'))).toBe(false);
  expect(readTotals(root).totals.passed).toBe(0);
});
