import { stat } from 'node:fs/promises';
import type { Validation } from '@sales/etl-core';
import { Clock, Effect } from 'effect';
import { Argument, Command, Flag } from 'effect/cli';
import { Verdict } from '../errors.ts';
import { exitCodes } from '../failure.ts';
import { countFlag, jsonFlag, strictFlag } from '../flags.ts';
import { etlCore } from '../modules.ts';
import { print } from '../output.ts';
import { blame } from '../render/blame.ts';
import { renderCounts } from '../render/counts.ts';
import type { Page } from '../render/page.ts';
import { withProgress } from '../render/progress.ts';
import { renderCount, renderOf, renderSeconds } from '../render/quantity.ts';
import { renderTable } from '../render/table.ts';

/** `sales validate`: cleans a file and keeps nothing but the report. */
export const validate = Command.make(
  'validate',
  {
    file: Argument.String('file').pipe(Argument.withDescription('A data file; it need not be in a lake')),
    rows: countFlag('rows', 0).pipe(
      Flag.withDescription('The most refused rows to print (default: 10)'),
      Flag.withDefault(10),
    ),
    strict: strictFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ file, rows, strict, json }) {
    const core = yield* etlCore;
    const total = yield* Effect.promise(() =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    const startedAt = yield* Clock.currentTimeMillis;
    const validation = yield* withProgress(json, (progress) => {
      progress.begin('Validating');
      return core.validateFile(core.salesPipeline, file, {
        maxRejects: rows,
        onProgress: (done) => progress.advance({ unit: 'bytes', done, total }),
      });
    });
    const seconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000;
    yield* print({
      json,
      value: () => ({ file, ...validation.report, rejects: validation.rejects, seconds }),
      text: (page) => renderValidation(page, file, validation, seconds),
    });
    if (strict && validation.report.rejected > 0) return yield* new Verdict({ exitCode: exitCodes.refused });
  }),
).pipe(
  Command.withDescription('Clean one file and tell what would become of its rows; nothing is stored'),
  Command.withShortDescription('Tell what would become of the rows of a file'),
  Command.withExamples([
    { command: 'sales validate monday.json' },
    { command: 'sales validate monday.json.gz --rows 100' },
    { command: 'sales validate monday.json --json --strict', description: 'Exit code 3 if a row is refused' },
  ]),
);

function renderValidation(
  page: Page,
  file: string,
  { report, rejects }: Validation,
  seconds: number,
): readonly string[] {
  const { style } = page;
  const { read, accepted, rejected, reasons, repairs, drift } = report;
  const section = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', style.bold(heading), ...lines];
  const columns = [
    { heading: 'line', align: 'right' },
    { heading: 'reasons' },
    { heading: 'found' },
  ] as const;
  const rows = rejects.map(({ line, reasons, raw }) => [
    String(line),
    reasons.join(' '),
    blame(raw, reasons),
  ]);
  const extra = Object.entries(drift.extraFields).map(
    ([name, { rows, sample }]) => [name, renderCount(rows), sample] as const,
  );
  const unknown = Object.entries(drift.unknownValues).flatMap(([field, values]) =>
    Object.entries(values).map(([value, count]) => [field, renderCount(count), value] as const),
  );
  const driftColumns = [
    { heading: 'field' },
    { heading: 'rows', align: 'right' },
    { heading: 'value' },
  ] as const;
  return [
    style.bold(`${file}: ${renderOf(read, 'row')}`),
    `  ${renderCount(read)} read = ${renderCount(accepted)} clean + ${renderCount(rejected)} refused, in ${renderSeconds(seconds)}`,
    ...section('Refused because', renderCounts(page, reasons, 20)),
    ...section(
      'Such as',
      rows.length === 0 ? [] : renderTable({ ...page, columns: page.columns ?? 160 }, columns, rows),
    ),
    ...section('Repaired', renderCounts(page, repairs, 20)),
    ...section('Unknown to the contract', [
      ...(extra.length === 0 ? [] : renderTable(page, driftColumns, extra)),
      ...(unknown.length === 0 ? [] : renderTable(page, driftColumns, unknown)),
    ]),
  ];
}
