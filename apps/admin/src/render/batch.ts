import type { BatchReport } from '@sales/etl-core';
import { renderCounts } from './counts.ts';
import type { Page } from './page.ts';
import { renderAmount, renderBytes, renderCount, renderOf, renderSeconds, renderShare } from './quantity.ts';

/** A batch that quarantines more than this share is worth a warning. */
export interface BatchPlace {
  readonly lake: string;
  readonly partialAbove: number;
}

/** Renders the account of one batch. */
export function renderBatch(page: Page, report: BatchReport, place: BatchPlace): readonly string[] {
  const { style } = page;
  const { batchId, objects, read, quarantined, superseded, corrected, reasons, seconds } = report;
  const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  const isPartial = read > 0 && quarantined / read > place.partialAbove;
  return [
    `${style.bold(`Batch ${batchId}`)}  ${renderOf(objects.length, 'file')}, ${renderBytes(sizeBytes)}${report.alreadyLoaded ? ', loaded before' : ''}`,
    `  ${renderProof(report)}`,
    ...(isPartial ? [`  ${style.yellow(partialWarning(report, place.partialAbove))}`] : []),
    ...(Object.keys(reasons).length > 0
      ? ['', style.bold('Quarantined because'), ...renderCounts(page, reasons, 12)]
      : []),
    '',
    fact('amount', renderAmount(report.totalAmountCents)),
    ...(corrected > 0 ? [fact('corrected', `${renderOf(corrected, 'row')} of earlier batches`)] : []),
    ...(superseded > 0
      ? [fact('superseded', `${renderOf(superseded, 'row')} gave way to a later one of the same sale`)]
      : []),
    fact('time', renderStages(seconds)),
    ...(quarantined > 0 ? [fact('quarantine', `${place.lake}/quarantine/sales/batch=${batchId}/`)] : []),
    fact('report', `${place.lake}/runs/${batchId}/report.html`),
  ];
}

function fact(name: string, text: string): string {
  return `  ${name.padEnd(11)}  ${text}`;
}

/** Renders the account that must balance: `9 read = 7 loaded + 1 quarantined + 1 duplicates`, and whether it does. */
export function renderProof(
  counts: Pick<BatchReport, 'read' | 'loaded' | 'quarantined' | 'duplicates'>,
): string {
  const { read, loaded, quarantined, duplicates } = counts;
  const sign = read === loaded + quarantined + duplicates ? '=' : '≠';
  return `${renderCount(read)} read ${sign} ${renderCount(loaded)} loaded + ${renderCount(quarantined)} quarantined + ${renderCount(duplicates)} duplicates`;
}

/** Renders the time each stage took: `clean 1.2 s, model 0.4 s, load 0.3 s`. */
function renderStages(seconds: BatchReport['seconds']): string {
  return Object.entries(seconds)
    .map(([stage, value]) => `${stage} ${renderSeconds(value)}`)
    .join(', ');
}

function partialWarning({ quarantined, read }: BatchReport, partialAbove: number): string {
  return `${renderShare(quarantined, read)} of the rows were quarantined; more than ${partialAbove * 100} % is unusual, look at the reasons.`;
}
