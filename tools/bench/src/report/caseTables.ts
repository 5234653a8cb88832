import type { CaseResult, Measurement } from '../measurement.ts';
import type { EngineName } from '../engineName.ts';
import { enginesOf, measurementOf, renderMebibytes, renderSeconds, secondsOf } from './figures.ts';
import { renderTable } from './table.ts';

const right = 'right' as const;

/** Renders the comparison of the engines on one case, the fastest first. */
export function comparisonTable(result: CaseResult): string {
  const ours = warmOrCold(result, 'sales').seconds;
  const rows = enginesOf(result)
    .map((engine) => ({ engine, ...warmOrCold(result, engine) }))
    .sort((a, b) => (a.seconds ?? Infinity) - (b.seconds ?? Infinity))
    .map(({ engine, seconds, measurement }) => [
      engine,
      cell(result, engine, 'cold'),
      cell(result, engine, 'warm'),
      seconds === undefined || ours === undefined ? '' : `${(seconds / ours).toFixed(2)} ×`,
      seconds === undefined ? '' : Math.round(result.bytes / 1e6 / seconds).toLocaleString('en-US'),
      seconds === undefined || engine === 'wc' ? '' : renderMebibytes(measurement!.peakRssBytes),
      measurement?.problem ?? '',
    ]);
  return renderTable(
    [
      { title: 'engine' },
      { title: 'cold, s', align: right },
      { title: 'warm, s', align: right },
      { title: 'time against sales', align: right },
      { title: 'MB/s', align: right },
      { title: 'peak MiB', align: right },
      { title: 'no time, because' },
    ],
    rows,
  );
}

/** Renders `sales run` on all cases it was measured on, stage by stage. */
export function wholeTable(results: readonly CaseResult[], title: (result: CaseResult) => string): string {
  const stages = ['intake', 'clean', 'model', 'load'] as const;
  const rows = results.map((result) => {
    const { measurement } = warmOrCold(result, 'sales');
    return [
      title(result),
      cell(result, 'sales', 'cold'),
      cell(result, 'sales', 'warm'),
      ...stages.map((stage) => renderOptional(measurement?.stageSeconds?.[stage])),
      measurement === undefined ? '' : renderMebibytes(measurement.peakRssBytes),
      measurement?.problem ?? '',
    ];
  });
  const numbers = ['cold, s', 'warm, s', ...stages.map((stage) => `${stage}, s`), 'peak MiB'];
  return renderTable(
    [{ title: 'input' }, ...numbers.map((title) => ({ title, align: right })), { title: 'no time, because' }],
    rows,
  );
}

/** The warm measurement, or the cold one where that is all there is: what ratios and memory are taken from. */
function warmOrCold(
  result: CaseResult,
  engine: EngineName,
): { readonly measurement: Measurement | undefined; readonly seconds: number | undefined } {
  const measurement = measurementOf(result, engine, 'warm') ?? measurementOf(result, engine, 'cold');
  return { measurement, seconds: secondsOf(measurement) };
}

function cell(result: CaseResult, engine: EngineName, temperature: 'cold' | 'warm'): string {
  return renderOptional(secondsOf(measurementOf(result, engine, temperature)));
}

function renderOptional(seconds: number | undefined): string {
  return seconds === undefined ? '' : renderSeconds(seconds);
}
