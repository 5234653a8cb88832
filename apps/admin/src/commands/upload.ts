import { Effect } from 'effect';
import { Argument, Command } from 'effect/cli';
import { environmentOf } from '../cloud/address.ts';
import { jsonFlag, lakeFlag } from '../flags.ts';
import { inLake } from '../lakes.ts';
import { shellWord, suggest } from '../launcher.ts';
import { print } from '../output.ts';
import { withProgress } from '../render/progress.ts';
import { renderOf } from '../render/quantity.ts';
import { followRun } from '../render/runProgress.ts';

/** `sales upload`: takes files into the lake, and runs nothing. */
export const upload = Command.make(
  'upload',
  {
    paths: Argument.String('path').pipe(
      Argument.withDescription('Files or folders to take into the lake'),
      Argument.variadic({ min: 1 }),
    ),
    lake: lakeFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ paths, lake, json }) {
    yield* inLake(
      lake,
      Effect.fnUntraced(function* (core) {
        const { stored, unchanged } = yield* withProgress(json, (progress) =>
          core.takeIn(core.salesPipeline, paths, followRun(progress)),
        );
        yield* print({
          json,
          value: () => ({ lake, stored, unchanged }),
          text: ({ style }) => [
            `${renderOf(stored.length, 'file')} stored, ${unchanged.length} there already.`,
            environmentOf(lake) === undefined
              ? `Load them: ${style.cyan(suggest(`run --lake ${shellWord(lake)}`))}`
              : `They are loaded as they arrive: ${style.cyan(suggest(`status --lake ${lake}`))}`,
          ],
        });
      }),
    );
  }),
).pipe(
  Command.withDescription(
    'Take files or folders into the lake, and run nothing; on AWS they are loaded as they arrive',
  ),
  Command.withShortDescription('Take files into the lake'),
  Command.withExamples([
    { command: 'sales upload data --env dev', description: 'Into the lake of an environment on AWS' },
    { command: 'sales upload monday.json --lake /srv/lake' },
  ]),
);
