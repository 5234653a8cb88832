import type { Reject } from '@sales/etl-core';
import { Effect, Option, Stream } from 'effect';
import { Argument, Command } from 'effect/cli';
import { findBatch } from '../batches.ts';
import { RowUnknown, UsageError } from '../errors.ts';
import { jsonFlag, lakeFlag } from '../flags.ts';
import { inExistingLake } from '../lakes.ts';
import { shellWord } from '../launcher.ts';
import { print } from '../output.ts';
import { placeOf, type Quarantined, quarantinedRows } from '../quarantined.ts';
import { visible } from '../render/cell.ts';
import type { Page } from '../render/page.ts';
import { blamedField } from '../render/blame.ts';

/** `sales quarantine show`: one refused row with its text. */
export const quarantineShow = Command.make(
  'show',
  {
    batch: Argument.String('batch').pipe(
      Argument.withDescription('A batch id, the beginning of one, or `latest`'),
    ),
    row: Argument.String('row').pipe(
      Argument.withDescription('Its number in `quarantine list`, or its place, as in monday.json:1042'),
    ),
    lake: lakeFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ batch, row, lake, json }) {
    const isWanted = wantedRow(row);
    if (isWanted === undefined) {
      const message = `"${row}" is no row: write its number in \`quarantine list\`, or its place, as in monday.json:1042.`;
      return yield* new UsageError({ message });
    }
    yield* inExistingLake(
      lake,
      Effect.fnUntraced(function* (core) {
        const { batchId } = yield* findBatch(core, lake, batch);
        const found = yield* quarantinedRows(core, batchId).pipe(Stream.filter(isWanted), Stream.runHead);
        if (Option.isNone(found)) {
          const message = `Batch ${batchId} has no quarantined row ${row}; \`sales quarantine list ${batchId} --lake ${shellWord(lake)}\` lists them.`;
          return yield* new RowUnknown({ message });
        }
        const { n, reject } = found.value;
        yield* print({
          json,
          value: () => ({ lake, batchId, n, ...reject }),
          text: (page) => renderReject(page, batchId, found.value),
        });
      }),
    );
  }),
).pipe(
  Command.withDescription(
    'Show one refused row: where it stood, why it was refused, its text as it was read',
  ),
  Command.withExamples([
    { command: 'sales quarantine show latest 1' },
    { command: 'sales quarantine show 20261123-5ca0 monday.json:1042', description: 'By file and byte' },
  ]),
);

/** Tells a row by its number or its place; a source may be given by the end of its path. */
function wantedRow(text: string): ((row: Quarantined) => boolean) | undefined {
  if (/^[1-9]\d*$/.test(text)) return ({ n }) => n === Number(text);
  const [, source, offset] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (source === undefined) return undefined;
  return ({ reject }) =>
    reject.offset === Number(offset) && (reject.source === source || reject.source.endsWith(`/${source}`));
}

function renderReject({ style }: Page, batchId: string, { n, reject }: Quarantined): readonly string[] {
  return [
    style.bold(`Row ${n} in the quarantine of batch ${batchId}`),
    `  place    ${visible(placeOf(reject))}, line ${reject.line}`,
    ...reject.reasons.map(
      (reason, index) =>
        `  ${(index === 0 ? 'reasons' : '').padEnd(7)}  ${style.yellow(reason)}${style.dim(blameOf(reject, reason))}`,
    ),
    '',
    visible(reject.raw),
    ...(reject.rawBase64 === undefined
      ? []
      : ['', style.dim(`Its bytes are no UTF-8 text; in base64: ${reject.rawBase64}`)]),
  ];
}

function blameOf(reject: Reject, reason: string): string {
  const blamed = blamedField(reject.raw, reason);
  return blamed === undefined ? '' : `  ${visible(blamed)}`;
}
