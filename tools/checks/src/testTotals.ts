import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram } from './report.ts';
import { readWorkspace, ROOT } from './workspace.ts';

/** Where a package's test run leaves what vitest's JSON reporter says. */
const RESULTS = '.results/vitest.json';

/** How many tests ended how. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The parts of vitest's JSON report that are read here. */
export interface VitestReport {
  readonly success: boolean;
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly status: string;
    readonly assertionResults: ReadonlyArray<{ readonly status: string }>;
  }>;
}

/** Adds up one report. A file that failed without a failed test, and a run that failed without a failed file, count as one. */
export function totalsOf(report: VitestReport): Totals {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const file of report.testResults) {
    const statuses = file.assertionResults.map(({ status }) => status);
    const failedTests = statuses.filter((status) => status === 'failed').length;
    const passedTests = statuses.filter((status) => status === 'passed').length;
    passed += passedTests;
    failed += failedTests === 0 && file.status === 'failed' ? 1 : failedTests;
    skipped += statuses.length - passedTests - failedTests;
  }
  return { passed, failed: failed === 0 && !report.success ? 1 : failed, skipped };
}

/** Writes the totals as the one line that ends a test run; skipped tests are named where there are any. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/** Adds up the results of every package with a test script, and lists the packages that left none. */
export function readTotals(root: string): { readonly totals: Totals; readonly faults: readonly string[] } {
  const faults: string[] = [];
  let totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const folder of testedFolders(root)) {
    const path = join(root, folder, RESULTS);
    if (!existsSync(path)) {
      faults.push(`${folder} has tests but left no ${RESULTS}: they did not run to the end.`);
      continue;
    }
    const one = totalsOf(JSON.parse(readFileSync(path, 'utf8')) as VitestReport);
    totals = {
      passed: totals.passed + one.passed,
      failed: totals.failed + one.failed,
      skipped: totals.skipped + one.skipped,
    };
  }
  if (totals.passed + totals.failed === 0) {
    faults.push('No test ran.');
  }
  return { totals, faults };
}

/** Removes what earlier runs left, so that a package whose run breaks off is not counted by its last one. */
export function removeResults(root: string): void {
  for (const folder of testedFolders(root)) {
    rmSync(join(root, folder, RESULTS), { force: true });
  }
}

/** Prints what is wrong, then the totals as the last line, and returns the exit code. */
export function printTotals(root: string): number {
  const { totals, faults } = readTotals(root);
  for (const fault of faults) {
    console.log(fault);
  }
  console.log(totalsLine(totals));
  return faults.length === 0 && totals.failed === 0 ? 0 : 1;
}

function testedFolders(root: string): string[] {
  return readWorkspace(root)
    .filter(({ manifest }) => manifest.scripts?.['test'] !== undefined)
    .map(({ folder }) => folder);
}

if (isProgram(import.meta.filename)) {
  process.exitCode = printTotals(ROOT);
}
