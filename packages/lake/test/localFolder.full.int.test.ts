import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, assert, beforeEach, describe, it } from '@effect/vitest';
import { Effect } from 'effect';
import { type LakeError, localFolder, ObjectStore, withLock, writeObject } from '../src/index.ts';

const disk = mkdtempSync(join(tmpdir(), 'sales-small-disk-'));

/** Mounts a disk of one megabyte, if this user may. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,nr_inodes=200', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Lazily, so that the disk goes even if a failing test left a file open on it. */
const unmount = () => execFileSync('umount', ['--lazy', disk]);
const canMount = mount();
if (canMount) unmount();
afterAll(() => rmdirSync(disk));

const half = new Uint8Array(600_000);

/** States a behaviour of a store on the small disk, which is empty. */
function states(
  behaviour: string,
  program: (store: ObjectStore['Service']) => Effect.Effect<void, unknown, ObjectStore>,
): void {
  it.live(behaviour, () => ObjectStore.use(program).pipe(Effect.provide(localFolder(disk))));
}

describe.skipIf(!canMount)('a full disk', () => {
  beforeEach(() => void mount());
  afterEach(unmount);

  states('fails a write in a sentence that says so, and keeps what was there', (store) =>
    Effect.gen(function* () {
      const etag = yield* store.put('a', 'before');
      yield* store.put('half', half);
      const attempts: Effect.Effect<unknown, unknown, ObjectStore>[] = [
        store.put('a', half),
        store.put('a', half, { ifMatch: etag }),
        store.put('b', half, { ifNoneMatch: '*' }),
        writeObject('gold/part-00000.parquet', (write) => write(half)),
        Effect.flatMap(store.create('gold/part-00001.parquet'), (sink) => sink.write(half)),
      ];
      for (const attempt of attempts) {
        const error = yield* Effect.flip(attempt);
        assert.deepInclude(error, { _tag: 'LakeError', reason: 'NoSpace' });
        assert.match(
          (error as LakeError).message,
          /: the disk is full \(ENOSPC\); free some space and run again/,
        );
      }
      assert.strictEqual(new TextDecoder().decode((yield* store.get('a'))?.bytes), 'before');
      assert.deepStrictEqual(
        (yield* store.list('')).map(({ key }) => key),
        ['a', 'half'],
      );
      assert.deepStrictEqual(readdirSync(disk, { recursive: true }), ['a', 'gold', 'half']);
    }),
  );
  states('still lets objects be removed, after which there is room again', (store) =>
    Effect.gen(function* () {
      yield* store.put('half', half);
      fill();
      yield* store.remove('half');
      yield* store.removePrefix('fill/');
      yield* store.put('a', half);
    }),
  );
  states('does not take a lock away from who holds it', (store) =>
    Effect.gen(function* () {
      const result = yield* withLock('load', { ttlMs: 300 }, () =>
        Effect.gen(function* () {
          fill();
          yield* Effect.sleep('150 millis');
          yield* store.removePrefix('fill/');
          yield* Effect.sleep('300 millis');
          return 'done';
        }),
      );
      assert.strictEqual(result, 'done');
    }),
  );
});

/** Writes smaller and smaller files until neither a byte nor a file more has room. */
function fill(): void {
  mkdirSync(join(disk, 'fill'));
  for (let sizeBytes = 1 << 19, count = 0; sizeBytes > 0; count++) {
    try {
      writeFileSync(join(disk, 'fill', String(count)), new Uint8Array(sizeBytes >> 1));
    } catch {
      sizeBytes >>= 1;
    }
  }
}
