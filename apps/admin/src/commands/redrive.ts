import { Effect } from 'effect';
import { Argument, Command } from 'effect/cli';
import { environmentOf } from '../cloud/address.ts';
import { redriveBatch } from '../cloud/redriveBatch.ts';
import { UsageError } from '../errors.ts';
import { jsonFlag, lakeFlag } from '../flags.ts';
import { suggest } from '../launcher.ts';
import { print } from '../output.ts';

/** `sales redrive`: tries a batch of an environment again. */
export const redrive = Command.make(
  'redrive',
  {
    batch: Argument.String('batch').pipe(
      Argument.withDescription('The id of a batch, as its message names it'),
    ),
    lake: lakeFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ batch, lake, json }) {
    const environment = environmentOf(lake);
    if (environment === undefined) {
      const message =
        'A batch of a folder is tried again by the next `sales run`; redrive is for an environment on AWS: add --env.';
      return yield* new UsageError({ message });
    }
    const started = yield* redriveBatch(environment, batch);
    yield* print({
      json,
      value: () => ({ lake, batch, started }),
      text: ({ style }) =>
        started.length === 0
          ? [`Nothing was started: ${batch} is loaded, or at work.`]
          : [
              `Started: ${started.join(', ')}.`,
              `See how it goes: ${style.cyan(suggest(`status --env ${environment}`))}`,
            ],
    });
  }),
).pipe(
  Command.withDescription(
    'Try a batch on AWS again: only its load if it was published, else its files as a next attempt',
  ),
  Command.withShortDescription('Try a batch on AWS again'),
  Command.withExamples([{ command: 'sales redrive 20261127-5ca0d1f2e3b4-a1 --env dev' }]),
);
