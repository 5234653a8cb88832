/**
 * A process of its own that runs the sales pipeline on a lake: `victim.ts <lake> <moment> [input…]`. It prints `ready`
 * before it begins, and at the end `done <events> <changes>` or `failed <tag>`. `event:3` kills it as it tells of an
 * event, `change:17` before a change of the lake that others would see, both from 0; `hold:3` lets it wait at an event
 * for a line on standard input; `never` lets it be.
 */
import { readSync, writeSync } from 'node:fs';
import { Cause, Effect, Exit } from 'effect';
import { runPipeline, salesPipeline } from '../../src/index.ts';
import { type BeforeCall, watchedServices } from './faultyStore.ts';

const [lake = '', moment = '', ...inputs] = process.argv.slice(2);
const [kind, number] = moment.split(':');
let events = 0;
let changes = 0;

const onEvent = (): void => {
  if (kind === 'event' && events === Number(number)) process.kill(process.pid, 'SIGKILL');
  if (kind === 'hold' && events === Number(number)) {
    say('held');
    readSync(0, new Uint8Array(1));
  }
  events++;
};
const before: BeforeCall = (call, key) =>
  Effect.sync(() => {
    // Of the files of a stage one is as good as another.
    if (call !== 'put' && (call !== 'commit' || /quarantine|dim_/.test(key))) return;
    if (kind === 'change' && changes === Number(number)) process.kill(process.pid, 'SIGKILL');
    changes++;
  });

say('ready');
const program = runPipeline({ pipeline: salesPipeline, inputs, onEvent });
const exit = await Effect.runPromiseExit(Effect.provide(program, watchedServices(lake, before)));
if (Exit.isSuccess(exit)) say(`done ${events} ${changes}`);
else say(`failed ${(Cause.squash(exit.cause) as { _tag?: string })._tag ?? Cause.pretty(exit.cause)}`);

/** Written at once, because a killed process loses what is on its way. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
