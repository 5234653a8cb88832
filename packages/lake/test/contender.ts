/**
 * A process of its own that works on a lake folder with others: `contender.ts <task> <folder> <name>`. It prints
 * `ready`, waits for a line, does its task and prints what came of it as JSON. `contenders.ts` starts it.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { Cause, Effect, Exit, Schedule } from 'effect';
import { guarded } from '../src/folder/guard.ts';
import { localFolder, ObjectStore, withLock } from '../src/index.ts';
import { increment } from './counter.ts';

const [task = '', folder = '', name = ''] = process.argv.slice(2);
const die = Effect.sync(() => process.kill(process.pid, 'SIGKILL'));

/** Takes the lock once the others leave it, and finds nobody else inside. Returns the fence. */
const takeTurn = Effect.fnUntraced(function* () {
  const store = yield* ObjectStore;
  const alone = Effect.fnUntraced(function* (fence: number) {
    yield* store.put('inside', name, { ifNoneMatch: '*' });
    yield* store.remove('inside');
    return fence;
  });
  return yield* withLock('load', { ttlMs: 30_000 }, alone).pipe(
    Effect.retry({ while: (error) => error._tag === 'LockHeld', schedule: Schedule.spaced('5 millis') }),
  );
});

const tasks: Record<string, Effect.Effect<unknown, unknown, ObjectStore>> = {
  create: ObjectStore.use((store) => store.put('contested', name, { ifNoneMatch: '*' })),
  count: ObjectStore.use((store) => Effect.repeat(increment(store, 'counter'), { times: 49 })),
  takeTurns: Effect.forEach([1, 2, 3, 4, 5], takeTurn),
  hold: withLock('load', { ttlMs: 1000 }, (fence) =>
    Effect.andThen(
      Effect.sync(() => print({ value: fence })),
      Effect.never,
    ),
  ),
  dieWriting: Effect.gen(function* () {
    const store = yield* ObjectStore;
    const sink = yield* store.create('gold/part-00000.parquet');
    yield* sink.write(new Uint8Array(100_000));
    yield* die;
  }),
  dieGuarding: Effect.promise(() => guarded(join(folder, 'counter'), () => Effect.runPromise(die))),
};

process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdin.destroy();
const program = tasks[task] ?? Effect.die(new Error(`No such task: ${task}`));
const exit = await Effect.runPromiseExit(program.pipe(Effect.provide(localFolder(folder))));
print(Exit.isSuccess(exit) ? { value: exit.value } : { error: Cause.squash(exit.cause) });

function print(outcome: { value: unknown } | { error: unknown }): void {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
