import { describe, expect, it } from 'vitest';
import { renderPage } from '../src/report/page.ts';
import { renderTable } from '../src/report/table.ts';
import { caseResult, measurement } from './exampleResult.ts';

describe('a table', () => {
  it('has a heading, a line of alignments and a line for each row', () => {
    expect(renderTable([{ title: 'engine' }, { title: 's', align: 'right' }], [['sales', '1.10']])).toBe(
      '| engine | s |\n|---|---:|\n| sales | 1.10 |',
    );
  });

  it('keeps a cell in its place whatever the text', () => {
    expect(renderTable([{ title: 'a' }], [['x | y\nz']])).toContain('| x \\| y z |');
  });
});

describe('the page', () => {
  it('sets the median of each engine against that of this library', () => {
    expect(renderPage([caseResult()])).toContain('| duckdb |  | 2.20 | 2.00 × | 245 | 300 |  |');
  });

  it('sets the fastest engine first', () => {
    const page = renderPage([
      caseResult({ measurements: [measurement('sales', [3]), measurement('node', [2])] }),
    ]);
    expect(page.indexOf('| node |')).toBeLessThan(page.indexOf('| sales |'));
  });

  it('says why an engine has no time instead of giving one', () => {
    const page = renderPage([
      caseResult({ measurements: [measurement('sales', [1]), measurement('pandas', [])] }),
    ]);
    expect(page).toContain('| pandas |  |  |  |  |  | other output: cents: 1 instead of 2 |');
  });

  it('names the machine, the versions, the command and the day', () => {
    const page = renderPage([caseResult()]);
    for (const fact of ['A CPU, 2 cores, 24 GiB', 'duckdb: v1.5.6', '`pnpm bench`', '2026-11-24'])
      expect(page).toContain(fact);
  });

  it('lists the stages of whole runs', () => {
    const stageSeconds = { intake: 0.5, clean: 1, model: 0.25, load: 2 };
    const page = renderPage([
      caseResult({ mode: 'whole', measurements: [measurement('sales', [4], { stageSeconds })] }),
    ]);
    expect(page).toContain('| 540 MB, classic, 1 file |  | 4.00 | 0.50 | 1.00 | 0.25 | 2.00 | 300 |  |');
  });
});
