import { renderCents } from '@sales/schema';
import type { BatchReport } from './batchReport.ts';
import type { Pipeline } from './pipeline.ts';

/** Renders a batch's report as a page that needs nothing else. */
export function renderHtmlReport(pipeline: Pipeline, report: BatchReport): string {
  const { batchId, read, loaded, quarantined, duplicates } = report;
  const title = `${pipeline.contract.name}: batch ${batchId}`;
  const { extraFields, unknownValues } = report.drift;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24 }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem }
th, td { text-align: left; padding: 0.2rem 1rem 0.2rem 0; border-bottom: 1px solid #d8dee4 }
td.number { text-align: right; font-variant-numeric: tabular-nums }
code { background: #f0f2f4; padding: 0 0.25rem }
</style>
<h1>${escape(title)}</h1>
<p>Ingested ${escape(report.ingestDate)}, attempt ${report.attempt}, finished ${escape(report.finishedAt)}.
<strong>${number(read)}</strong> rows read = ${number(loaded)} loaded + ${number(quarantined)} quarantined + ${number(duplicates)} duplicates.
Loaded amount: <strong>${renderCents(report.totalAmountCents)}</strong>.</p>
${section('Quarantined rows by reason', ['reason', 'rows'], Object.entries(report.reasons))}
${section('Repairs', ['repair', 'rows'], Object.entries(report.repairs))}
${section(
  'Fields that the contract does not know',
  ['field', 'rows', 'sample'],
  Object.entries(extraFields).map(([name, { rows, sample }]) => [name, rows, sample]),
)}
${section(
  'Values that the contract does not list',
  ['field', 'value', 'rows'],
  Object.entries(unknownValues).flatMap(([name, values]) =>
    Object.entries(values).map(([value, rows]) => [name, value, rows] as const),
  ),
)}
${section(
  'Objects',
  ['object', 'bytes', 'read', 'loaded', 'quarantined', 'duplicates'],
  report.objects.map((object) => [
    object.key,
    object.sizeBytes,
    object.read,
    object.loaded,
    object.quarantined,
    object.duplicates,
  ]),
)}
${section('Seconds', ['stage', 'seconds'], Object.entries(report.seconds))}
</html>
`;
}

function section(
  heading: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  if (rows.length === 0) return '';
  const head = columns.map((column) => `<th>${escape(column)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<h2>${escape(heading)}</h2>\n<table>\n<tr>${head}</tr>\n${body}\n</table>`;
}

function cell(value: string | number): string {
  return typeof value === 'number'
    ? `<td class="number">${number(value)}</td>`
    : `<td><code>${escape(value)}</code></td>`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
