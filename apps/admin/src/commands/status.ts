import type { BatchStatus, PipelineStatus } from '@sales/etl-core';
import { Effect } from 'effect';
import { Command } from 'effect/cli';
import { nameOfLake } from '../cloud/address.ts';
import { jsonFlag, lakeFlag } from '../flags.ts';
import { type Holder, holderJson, holderOf, nameOf } from '../holder.ts';
import { inExistingLake } from '../lakes.ts';
import { shellWord, suggest } from '../launcher.ts';
import { print } from '../output.ts';
import type { Page } from '../render/page.ts';
import { renderAmount, renderBytes, renderCount, renderOf } from '../render/quantity.ts';
import { renderTable } from '../render/table.ts';

/** `sales status`: the batches of a lake, what waits in raw, and who is at work. */
export const status = Command.make(
  'status',
  { lake: lakeFlag, json: jsonFlag },
  Effect.fn(function* ({ lake, json }) {
    yield* inExistingLake(
      lake,
      Effect.fnUntraced(function* (core) {
        const found = yield* core.pipelineStatus(core.salesPipeline);
        const holder = yield* holderOf(core, found.lock);
        const { batches, waiting, ignored } = found;
        yield* print({
          json,
          value: () => ({ lake, batches: batches.map(batchJson), waiting, ignored, run: holderJson(holder) }),
          text: (page) => renderStatus(page, lake, found, holder),
        });
      }),
    );
  }),
).pipe(
  Command.withDescription(
    'List the batches of a lake with their state and counts, and what waits to be loaded',
  ),
  Command.withShortDescription('List the batches and what waits'),
  Command.withExamples([
    { command: 'sales status' },
    { command: 'sales status --lake /srv/lake --json', description: 'For a script' },
  ]),
);

function batchJson({ account, cause, ...batch }: BatchStatus): unknown {
  return { ...batch, ...account, ...(cause === undefined ? {} : { cause }) };
}

function renderStatus(
  page: Page,
  lake: string,
  { batches, waiting, ignored }: PipelineStatus,
  holder: Holder,
): readonly string[] {
  const { style } = page;
  const run = style.cyan(suggest(`run --lake ${shellWord(lake)}`));
  const waitingBytes = waiting.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const unloaded = batches.filter(({ status }) => status === 'published').length;
  const failed = batches.filter(({ cause, status }) => status === 'failed' && cause !== undefined).at(-1);
  return [
    style.bold(nameOfLake(lake)),
    ...(batches.length === 0 ? ['  No batch yet.'] : renderTable(page, columns, batches.map(cells))),
    '',
    ...(holder.state === 'alive' ? [`A run is at work: ${nameOf(holder.lock)}.`] : []),
    ...(holder.state === 'gone'
      ? [`A run was cut off: ${nameOf(holder.lock)}. The next one continues.`]
      : []),
    ...(unloaded > 0 ? [`${renderOf(unloaded, 'batch', 'batches')} only to be loaded yet: ${run}`] : []),
    ...(failed === undefined || failed !== batches.at(-1) ? [] : [`The last batch failed: ${failed.cause}`]),
    waiting.length === 0
      ? 'Nothing waits in raw.'
      : `${renderOf(waiting.length, 'file')} wait${waiting.length === 1 ? 's' : ''} in raw, ${renderBytes(waitingBytes)}: ${run}`,
    ...(ignored.length > 0
      ? [
          style.dim(
            `${renderOf(ignored.length, 'file')} in raw ${ignored.length === 1 ? 'is' : 'are'} no data by name.`,
          ),
        ]
      : []),
  ];
}

const columns = [
  { heading: 'batch' },
  { heading: 'state' },
  { heading: 'files', align: 'right' },
  { heading: 'read', align: 'right' },
  { heading: 'loaded', align: 'right' },
  { heading: 'quarantined', align: 'right' },
  { heading: 'duplicates', align: 'right' },
  { heading: 'amount', align: 'right' },
  { heading: 'when (UTC)' },
] as const;

function cells({ batchId, status, objects, account, updatedAt }: BatchStatus): readonly string[] {
  const { read, loaded, quarantined, duplicates } = account ?? {};
  const counts = [read, loaded, quarantined, duplicates].map((count) =>
    count === undefined ? '' : renderCount(count),
  );
  const amount = account === undefined ? '' : renderAmount(account.totalAmountCents);
  const when = updatedAt.slice(0, 16).replace('T', ' ');
  return [batchId, status, renderCount(objects), ...counts, amount, when];
}
