import { asciiLine, oneLine } from './line.ts';
import type { RunMessage } from './message.ts';
import { reasonsBySize } from './reasons.ts';
import { renderBytes, renderCents, renderDuration, renderInteger, renderShare } from './quantities.ts';

// SNS: "must be ASCII text ... and must be less than 100 characters long".
const SUBJECT_LENGTH = 99;
const IDENTIFIER_LENGTH = 64;
// The longest key S3 allows is 1,024 bytes; with the other limits a body stays far below the 256 KiB of SNS.
const LINE_LENGTH = 1_024;
const OBJECTS_SHOWN = 5;
const REASONS_SHOWN = 10;
const LABEL_WIDTH = 10;

/** A run's message as text: `subject` is at most 99 characters of printable ASCII, `body` is plain text of some lines. */
export interface RunText {
  readonly subject: string;
  readonly body: string;
}

/** Renders a message for a person: what happened, to what, why, and the command to type next. */
export function renderText(message: RunMessage): RunText {
  const headline = headlineOf(message);
  const lines = [
    `${oneLine(message.pipeline, IDENTIFIER_LENGTH)}: ${headline}.`,
    '',
    ...section('Batch', message.batchId === undefined ? [] : [oneLine(message.batchId, IDENTIFIER_LENGTH)]),
    ...section('Objects', objectLines(message)),
    ...section('Rows', message.outcome === 'stale' ? [] : rowLines(message)),
    ...section('Reasons', reasonLines(message)),
    ...section(
      'Amount',
      message.totalAmountCents === undefined ? [] : [renderCents(message.totalAmountCents)],
    ),
    ...section('Time', [timeOf(message)]),
    ...section('Cause', message.cause === undefined ? [] : [oneLine(message.cause, LINE_LENGTH)]),
    ...section('Next', message.nextCommand === undefined ? [] : [oneLine(message.nextCommand, LINE_LENGTH)]),
  ];
  return { subject: subjectOf(message, headline), body: `${lines.join('\n')}\n` };
}

function subjectOf(message: RunMessage, headline: string): string {
  const pipeline = `[${asciiLine(message.pipeline, 20)}] `;
  const batch = message.batchId === undefined ? '' : ` (batch ${asciiLine(message.batchId, 32)})`;
  // The batch goes last but is not what gives way: it is what a person searches for.
  return pipeline + asciiLine(headline, SUBJECT_LENGTH - pipeline.length - batch.length) + batch;
}

function headlineOf(message: RunMessage): string {
  const { loaded, read, quarantined } = message.counts;
  switch (message.outcome) {
    case 'succeeded':
      return `succeeded, ${renderInteger(loaded)} of ${renderInteger(read)} rows loaded`;
    case 'partial':
      return `partial, ${renderInteger(quarantined)} of ${renderInteger(read)} rows in quarantine`;
    case 'failed':
      return `FAILED, ${renderInteger(loaded)} of ${renderInteger(read)} rows loaded`;
    case 'nothing-new':
      return 'nothing new to load';
    case 'stale':
      return message.durationMs === 0
        ? 'NO DATA was ever loaded'
        : `NO NEW DATA for ${renderDuration(message.durationMs)}`;
  }
}

function timeOf({ durationMs, finishedAt, outcome }: RunMessage): string {
  const until = oneLine(finishedAt, IDENTIFIER_LENGTH);
  return outcome === 'stale' ? `seen at ${until}` : `${renderDuration(durationMs)}, until ${until}`;
}

function section(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? label : '').padEnd(LABEL_WIDTH) + line);
}

function objectLines({ objects }: RunMessage): string[] {
  if (objects.length === 0) {
    return [];
  }
  const sizeBytes = objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  const shown = objects
    .slice(0, OBJECTS_SHOWN)
    .map((object) => `${oneLine(object.key, LINE_LENGTH)} (${renderBytes(object.sizeBytes)})`);
  return [
    `${renderInteger(objects.length)}, ${renderBytes(sizeBytes)} together`,
    ...shown,
    ...andMore(objects.length - shown.length),
  ];
}

function rowLines({ counts }: RunMessage): string[] {
  const width = renderInteger(
    Math.max(counts.read, counts.loaded, counts.quarantined, counts.duplicates, counts.superseded),
  ).length;
  const row = (value: number, name: string) => `${renderInteger(value).padStart(width)} ${name}`;
  return [
    row(counts.read, 'read'),
    row(counts.loaded, 'loaded'),
    row(counts.quarantined, `quarantined (${renderShare(counts.quarantined, counts.read)})`),
    row(counts.duplicates, 'duplicates'),
    row(counts.superseded, 'superseded by a correction'),
  ];
}

function reasonLines({ reasons }: RunMessage): string[] {
  const bySize = reasonsBySize(reasons);
  const shown = bySize.slice(0, REASONS_SHOWN);
  const width = renderInteger(shown[0]?.[1] ?? 0).length;
  return [
    ...shown.map(
      ([reason, rows]) => `${renderInteger(rows).padStart(width)} ${oneLine(reason, IDENTIFIER_LENGTH)}`,
    ),
    ...andMore(bySize.length - shown.length),
  ];
}

function andMore(count: number): string[] {
  return count > 0 ? [`and ${renderInteger(count)} more`] : [];
}
