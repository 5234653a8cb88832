import type { BatchReport, RunSummary } from '@sales/etl-core';
import { Effect } from 'effect';
import { Argument, Command } from 'effect/cli';
import { environmentOf } from '../cloud/address.ts';
import { runThere } from '../cloud/runThere.ts';
import { Verdict } from '../errors.ts';
import { exitCodes } from '../failure.ts';
import { engineFlag, jsonFlag, lakeFlag, strictFlag } from '../flags.ts';
import { shellWord, suggest } from '../launcher.ts';
import { inLake, warehousePath } from '../lakes.ts';
import type { EtlCore } from '../modules.ts';
import { print } from '../output.ts';
import { type BatchPlace, renderBatch } from '../render/batch.ts';
import type { Page } from '../render/page.ts';
import { withProgress } from '../render/progress.ts';
import { renderOf } from '../render/quantity.ts';
import { followRun } from '../render/runProgress.ts';
import { runHeld } from '../runHeld.ts';

/** `sales run`: takes files into the lake and processes what is new. */
export const run = Command.make(
  'run',
  {
    paths: Argument.String('path').pipe(
      Argument.withDescription('Files or folders to take into the lake first'),
      Argument.variadic(),
    ),
    lake: lakeFlag,
    engine: engineFlag,
    strict: strictFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ paths, lake, engine, strict, json }) {
    if (environmentOf(lake) !== undefined) return yield* runThere({ paths, lake, strict, json });
    yield* inLake(
      lake,
      Effect.fnUntraced(function* (core) {
        const place = { lake, partialAbove: core.salesPipeline.partialAbove };
        const finished: BatchReport[] = [];
        const summary = yield* withProgress(json, (progress) =>
          runHeld(core, lake, {
            inputs: paths,
            bySpark: engine === 'spark',
            onEvent: followRun(progress),
            onBatch: (report) => finished.push(report),
          }),
        ).pipe(
          // What was loaded before the failure stays loaded, so it is told.
          Effect.tapError(() =>
            json || finished.length === 0
              ? Effect.void
              : print({ json, value: () => [], text: (page) => renderBatches(page, finished, place) }),
          ),
        );
        yield* print({
          json,
          value: () => summaryJson(core, summary, lake),
          text: (page) => renderSummary(page, summary, place),
        });
        const isRefused = summary.batches.some(({ quarantined }) => quarantined > 0);
        if (strict && isRefused) return yield* new Verdict({ exitCode: exitCodes.refused });
      }),
    );
  }),
).pipe(
  Command.withDescription(
    'Take files or folders into the lake, then clean, model and load what is new; without paths, what lies there',
  ),
  Command.withShortDescription('Take files into the lake and load what is new'),
  Command.withExamples([
    { command: 'sales run data', description: 'Take in a folder of files and load what is new' },
    { command: 'sales run monday.json tuesday.json.gz --lake /srv/lake' },
    { command: 'sales run --engine spark', description: 'The same tables by the Spark jobs that Glue runs' },
    { command: 'sales run --json --strict', description: 'For a script: JSON, exit code 3 for refused rows' },
  ]),
);

/** Gives a run's summary as a JSON value. */
function summaryJson(core: EtlCore, summary: RunSummary, lake: string): unknown {
  return {
    lake,
    warehouse: warehousePath(lake),
    nothingNew: summary.batches.length === 0,
    intake: summary.intake,
    ignored: summary.ignored,
    batches: summary.batches.map(core.reportJson),
  };
}

function renderSummary(page: Page, summary: RunSummary, place: BatchPlace): readonly string[] {
  const { batches, ignored, intake } = summary;
  const { stored, unchanged } = intake;
  const lake = shellWord(place.lake);
  const rejected = batches.find(({ quarantined }) => quarantined > 0);
  const next =
    rejected === undefined
      ? `query "SELECT COUNT(*) FROM fact_sales" --lake ${lake}`
      : `quarantine list ${rejected.batchId} --lake ${lake}`;
  return [
    ...renderIntake(stored.length, unchanged.length),
    ...(ignored.length > 0
      ? [
          `Left aside ${renderOf(ignored.length, 'file')} that ${ignored.length === 1 ? 'is' : 'are'} no data by name: ${ignored.slice(0, 3).join(', ')}${ignored.length > 3 ? ', …' : ''}.`,
        ]
      : []),
    ...(batches.length === 0
      ? [`Nothing new: all that lies in ${place.lake} is loaded.`]
      : ['', ...renderBatches(page, batches, place), '', `Next: ${page.style.cyan(suggest(next))}`]),
  ];
}

function renderBatches(page: Page, batches: readonly BatchReport[], place: BatchPlace): readonly string[] {
  return batches.flatMap((report, index) => [
    ...(index === 0 ? [] : ['']),
    ...renderBatch(page, report, place),
  ]);
}

function renderIntake(stored: number, unchanged: number): readonly string[] {
  const known = `the lake has ${renderOf(unchanged, 'file')} already`;
  if (stored > 0) return [`Took in ${renderOf(stored, 'file')}${unchanged > 0 ? `; ${known}` : ''}.`];
  return unchanged > 0 ? [`Took in nothing: ${known}.`] : [];
}
