import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { caseName } from './benchCase.ts';
import type { CaseResult } from './measurement.ts';
import { growthPlot } from './report/growthPlot.ts';
import { renderPage } from './report/page.ts';

/** Adds results to a page's folder and writes the page, the plot and the data anew. */
export function publishResults(folder: string, fresh: readonly CaseResult[]): void {
  const path = join(folder, 'results.json');
  const earlier = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CaseResult[]) : [];
  const results = mergeResults(earlier, fresh);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(join(folder, 'growth.svg'), growthPlot(results));
  writeFileSync(join(folder, 'README.md'), renderPage(results));
}

/**
 * Puts fresh results in the place of earlier ones of the same case, and after those of other cases. What another machine
 * measured is dropped: a page speaks of one machine.
 */
export function mergeResults(
  earlier: readonly CaseResult[],
  fresh: readonly CaseResult[],
): readonly CaseResult[] {
  const merged = new Map<string, CaseResult>();
  for (const result of earlier)
    if (fresh.every(({ machine }) => isDeepStrictEqual(machine, result.machine)))
      merged.set(nameOf(result), result);
  for (const result of fresh) merged.set(nameOf(result), result);
  return [...merged.values()].sort(byCase);
}

function nameOf(result: CaseResult): string {
  return `${result.mode} ${caseName(result.case)}`;
}

function byCase(a: CaseResult, b: CaseResult): number {
  return (
    a.mode.localeCompare(b.mode) ||
    a.case.shape.localeCompare(b.case.shape) ||
    a.case.files - b.case.files ||
    a.case.sizeBytes - b.case.sizeBytes
  );
}
