import { Console, Effect } from 'effect';
import { Argument, Command, Flag } from 'effect/cli';
import { HolderAlive } from '../errors.ts';
import { jsonFlag, lakeFlag } from '../flags.ts';
import { type Holder, holderJson, holderOf, nameOf } from '../holder.ts';
import { inExistingLake } from '../lakes.ts';
import { print } from '../output.ts';
import type { Page } from '../render/page.ts';

/** `sales unlock`: breaks the lock of a run that is gone. */
export const unlock = Command.make(
  'unlock',
  {
    name: Argument.String('lock').pipe(
      Argument.withDescription('The name of the lock (default: sales)'),
      Argument.withDefault('sales'),
    ),
    force: Flag.Boolean('force').pipe(
      Flag.withoutNegation,
      Flag.withDescription('Break it although its holder seems to be at work; that run then stops'),
      Flag.withDefault(false),
    ),
    lake: lakeFlag,
    json: jsonFlag,
  },
  Effect.fn(function* ({ name, force, lake, json }) {
    yield* inExistingLake(
      lake,
      Effect.fnUntraced(function* (core) {
        const holder = yield* holderOf(core, yield* core.readLock(name));
        if (holder.state === 'alive' && !force) {
          const message = `The lock is held by ${nameOf(holder.lock)}, which seems to be at work; wait for it, or break the lock with --force.`;
          return yield* new HolderAlive({ message });
        }
        const broken = holder.state !== 'none';
        if (broken && !json) yield* Console.error(sentenceOf(holder));
        if (broken) yield* core.breakLock(name);
        yield* print({
          json,
          value: () => ({ lake, lock: name, broken, holder: holderJson(holder) }),
          text: (page) => [renderUnlocked(page, holder, lake)],
        });
      }),
    );
  }),
).pipe(
  Command.withDescription('Say who holds the lock of a lake, and break it if that run is gone'),
  Command.withShortDescription('Break the lock of a run that is gone'),
  Command.withExamples([
    { command: 'sales unlock' },
    {
      command: 'sales unlock --force --lake /srv/lake',
      description: 'A run on another machine, surely gone',
    },
  ]),
);

function sentenceOf(holder: Exclude<Holder, { state: 'none' }>): string {
  const { lock } = holder;
  const state = holder.state === 'alive' ? 'seems to be at work' : 'is gone';
  return `Held by ${nameOf(lock)}, which ${state}; it expires at ${lock.expiresAt}.`;
}

function renderUnlocked({ style }: Page, holder: Holder, lake: string): string {
  return holder.state === 'none'
    ? `Nobody holds the lock of ${lake}; there is nothing to break.`
    : style.green(`The lock of ${lake} is broken; the next run takes up what was left.`);
}
