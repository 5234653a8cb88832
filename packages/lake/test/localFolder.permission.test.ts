import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { LakeError, localFolder, ObjectStore, withLock } from '../src/index.ts';

const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;

/** Root may do anything, so root becomes someone else for as long as the program runs. */
function withoutPrivileges<A, E, R>(program: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
  return Effect.acquireUseRelease(
    become(nobody),
    () => program,
    () => become(0),
  );
}

function become(user: number) {
  return Effect.sync(() => isRoot && process.seteuid?.(user));
}

function mustBeRefused(error: unknown, path: string): void {
  assert.instanceOf(error, LakeError);
  assert.strictEqual(error.reason, 'Permission');
  assert.include(error.message, path);
  assert.match(
    error.message,
    /: this user may not \(E(ACCES|PERM)\); give the user access or choose another folder\.$/,
  );
}

describe.skipIf(process.platform === 'win32')('a user without permission', () => {
  it.live('cannot make a lake in a folder of others, and is told which', () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      chmodSync(folder, 0o555);
      const error = yield* Effect.flip(open(join(folder, 'lake')));
      mustBeRefused(error, join(folder, 'lake'));
      chmodSync(folder, 0o755);
    }).pipe(withoutPrivileges),
  );
  it.live.skipIf(isRoot)('cannot open a lake that may not be written, and is told which', () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      chmodSync(folder, 0o555);
      mustBeRefused(yield* Effect.flip(open(folder)), folder);
      chmodSync(folder, 0o755);
    }),
  );
  it.live('cannot read, list, write, remove or lock what others keep, and leaves no trace', () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'raw/closed'), { recursive: true });
      mkdirSync(join(folder, 'locks'));
      writeFileSync(join(folder, 'raw/a.json'), 'x', { mode: 0o000 });
      chmodSync(join(folder, 'raw/closed'), 0o000);
      chmodSync(join(folder, 'raw'), 0o555);
      chmodSync(join(folder, 'locks'), 0o555);
      chmodSync(folder, 0o755);
      const store = yield* open(folder);
      const attempts: Effect.Effect<unknown, unknown, ObjectStore>[] = [
        store.get('raw/a.json'),
        store.readRange('raw/a.json', 0, 1),
        Effect.flatMap(store.stream('raw/a.json'), (chunks) =>
          Effect.tryPromise({ try: () => chunks[Symbol.asyncIterator]().next(), catch: (cause) => cause }),
        ),
        store.list('raw/'),
        store.put('raw/b.json', 'x'),
        store.put('raw/b.json', 'x', { ifNoneMatch: '*' }),
        store.create('raw/b.json'),
        store.remove('raw/a.json'),
        store.removePrefix('raw/'),
        withLock('load', { ttlMs: 1000 }, Effect.succeed),
      ];
      for (const attempt of attempts) {
        const error = yield* withoutPrivileges(Effect.flip(attempt)).pipe(
          Effect.provideService(ObjectStore, store),
        );
        mustBeRefused(error, folder);
      }
      assert.deepStrictEqual(readdirSync(join(folder, 'raw')), ['a.json', 'closed']);
      for (const closed of ['raw', 'raw/closed', 'locks']) chmodSync(join(folder, closed), 0o755);
    }),
  );
});

function open(path: string) {
  return Effect.provide(ObjectStore, localFolder(path));
}
