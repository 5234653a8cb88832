import type { BatchStatus } from '@sales/etl-core';
import { Effect, Option, Stream } from 'effect';
import { Argument, Command, Flag } from 'effect/cli';
import { findBatch } from '../batches.ts';
import { countFlag, jsonFlag, lakeFlag } from '../flags.ts';
import { inExistingLake } from '../lakes.ts';
import { shellWord, suggest } from '../launcher.ts';
import { print } from '../output.ts';
import { placeOf, type Quarantined, quarantinedRows } from '../quarantined.ts';
import { blame } from '../render/blame.ts';
import type { Page } from '../render/page.ts';
import { renderCount } from '../render/quantity.ts';
import { renderTable } from '../render/table.ts';

/** `sales quarantine list`: counts by batch and reason, or the rows of one batch. */
export const quarantineList = Command.make(
  'list',
  {
    batch: Argument.String('batch').pipe(
      Argument.withDescription('A batch id, the beginning of one, or `latest`'),
      Argument.optional,
    ),
    reason: Flag.String('reason').pipe(
      Flag.withMetavar('name'),
      Flag.withDescription('Only rows with this reason, such as date_invalid'),
      Flag.optional,
    ),
    limit: countFlag('limit', 1).pipe(
      Flag.withDescription('The most rows to print (default: 20)'),
      Flag.withDefault(20),
    ),
    lake: lakeFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ batch, reason, limit, lake, json }) {
    const wanted = Option.getOrUndefined(reason);
    yield* inExistingLake(
      lake,
      Effect.fnUntraced(function* (core) {
        if (Option.isNone(batch)) {
          const { batches } = yield* core.pipelineStatus(core.salesPipeline);
          const counts = batches.flatMap((each) => countsOf(each, wanted));
          return yield* print({
            json,
            value: () => ({ lake, batches: counts }),
            text: (page) => renderBatchCounts(page, counts, lake),
          });
        }
        const { batchId } = yield* findBatch(core, lake, batch.value);
        // One more than wanted tells whether there are more.
        const found = yield* quarantinedRows(core, batchId).pipe(
          Stream.filter(({ reject }) => wanted === undefined || reject.reasons.includes(wanted)),
          Stream.take(limit + 1),
          Stream.runCollect,
        );
        const rows = found.slice(0, limit);
        const truncated = found.length > limit;
        yield* print({
          json,
          value: () => ({
            lake,
            batchId,
            rows: rows.map(({ n, reject }) => ({ n, ...reject })),
            truncated,
          }),
          text: (page) => renderQuarantined(page, { batchId, rows, truncated, lake }),
        });
      }),
    );
  }),
).pipe(
  Command.withDescription('Count the refused rows by batch and reason, or list those of one batch'),
  Command.withExamples([
    { command: 'sales quarantine list' },
    { command: 'sales quarantine list latest --reason unit_price_invalid --limit 100' },
    { command: 'sales quarantine list 20261123-5ca0 --json', description: 'An id may be cut short' },
  ]),
);

interface BatchCounts {
  readonly batchId: string;
  readonly quarantined: number;
  readonly reasons: Readonly<Record<string, number>>;
}

function countsOf({ batchId, account }: BatchStatus, reason: string | undefined): readonly BatchCounts[] {
  if (account === undefined || account.quarantined === 0) return [];
  const { quarantined, reasons } = account;
  if (reason === undefined) return [{ batchId, quarantined, reasons }];
  const count = reasons[reason];
  return count === undefined ? [] : [{ batchId, quarantined, reasons: { [reason]: count } }];
}

function renderBatchCounts(page: Page, batches: readonly BatchCounts[], lake: string): readonly string[] {
  const last = batches.at(-1);
  if (last === undefined) return ['No such row is in quarantine.'];
  const columns = [{ heading: 'batch' }, { heading: 'reason' }, { heading: 'rows', align: 'right' }] as const;
  const rows = batches.flatMap(({ batchId, reasons }) =>
    Object.entries(reasons)
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([reason, count]) => [batchId, reason, renderCount(count)]),
  );
  const next = suggest(`quarantine list ${last.batchId} --lake ${shellWord(lake)}`);
  return [...renderTable(page, columns, rows), '', `Next: ${page.style.cyan(next)}`];
}

function renderQuarantined(
  page: Page,
  found: {
    readonly batchId: string;
    readonly rows: readonly Quarantined[];
    readonly truncated: boolean;
    readonly lake: string;
  },
): readonly string[] {
  const [first] = found.rows;
  if (first === undefined) return [`No such row of batch ${found.batchId} is in quarantine.`];
  const columns = [
    { heading: 'n', align: 'right' },
    { heading: 'place' },
    { heading: 'reasons' },
    { heading: 'found' },
  ] as const;
  const rows = found.rows.map(({ n, reject }) => [
    renderCount(n).replaceAll(',', ''),
    placeOf(reject).replace(/^.*\//, ''),
    reject.reasons.join(' '),
    blame(reject.raw, reject.reasons),
  ]);
  const next = suggest(`quarantine show ${found.batchId} ${first.n} --lake ${shellWord(found.lake)}`);
  return [
    // In a pipe, too, a row is shown by its beginning: `--json` and `show` give all of it.
    ...renderTable({ ...page, columns: page.columns ?? 160 }, columns, rows),
    ...(found.truncated ? [page.style.dim('  (there are more; see --limit and --reason)')] : []),
    '',
    `Next: ${page.style.cyan(next)}`,
  ];
}
