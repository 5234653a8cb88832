import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { assert, describe, it } from '@effect/vitest';
import { temporaryFolder } from '@sales/test-kit';
import { Effect } from 'effect';
import { localFolder, ObjectStore } from '../src/index.ts';
import { objectStoreContract } from './objectStoreContract.ts';

objectStoreContract('a local folder', () => localFolder(temporaryFolder()));

/** States a behaviour of a store in a folder that the program can also touch by hand. */
function states(
  behaviour: string,
  program: (store: ObjectStore['Service'], folder: string) => Effect.Effect<void, unknown>,
): void {
  it.live(behaviour, () => {
    const folder = temporaryFolder();
    return ObjectStore.use((store) => program(store, folder)).pipe(Effect.provide(localFolder(folder)));
  });
}

const open = (path: string) => Effect.provide(ObjectStore, localFolder(path));

describe('opening a local folder', () => {
  it.live('makes the folder, and the folders above it', () =>
    Effect.gen(function* () {
      const folder = join(temporaryFolder(), 'a/b/lake');
      assert.strictEqual((yield* open(folder)).url('a/b'), join(folder, 'a/b'));
      assert.isTrue(existsSync(folder));
    }),
  );
  it.live('gives an object one place, however the folder is reached', () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'lake'));
      symlinkSync(join(folder, 'lake'), join(folder, 'link'));
      assert.strictEqual(
        (yield* open(join(folder, 'link'))).url('a'),
        (yield* open(join(folder, 'lake'))).url('a'),
      );
    }),
  );
  it.live('says so when there is a file of that name, or above it', () =>
    Effect.gen(function* () {
      const file = join(temporaryFolder(), 'lake');
      writeFileSync(file, '');
      for (const path of [file, join(file, 'below')]) {
        const error = yield* Effect.flip(open(path));
        assert.strictEqual(error.reason, 'NotAFolder');
        assert.match(error.message, /^Cannot open the lake folder [^;]*; move that file away [^;]*\.$/);
      }
    }),
  );
});

it.live(
  'a local folder lists 100,000 files',
  () =>
    Effect.gen(function* () {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'raw'));
      for (let n = 0; n < 100_000; n++) writeFileSync(join(folder, 'raw', `${n}.json`), '');
      const { list } = yield* open(folder);
      const objects = yield* list('raw/');
      assert.strictEqual(objects.length, 100_000);
      assert.strictEqual(objects[1]?.key, 'raw/1.json');
    }),
  180_000,
);

describe('a local folder', () => {
  states('does not show what is hidden, or what is no file', (store, folder) =>
    Effect.gen(function* () {
      mkdirSync(join(folder, 'raw/empty'), { recursive: true });
      mkdirSync(join(folder, 'raw/.cache'));
      for (const name of ['.DS_Store', '.tmp-1', '.cache/a.json', 'a.json']) {
        writeFileSync(join(folder, 'raw', name), 'x');
      }
      symlinkSync(join(folder, 'nowhere'), join(folder, 'raw/broken.json'));
      assert.deepStrictEqual(
        (yield* store.list('raw/')).map(({ key }) => key),
        ['raw/a.json'],
      );
    }),
  );
  states('follows links to files and folders, but not round in circles', (store, folder) =>
    Effect.gen(function* () {
      const elsewhere = temporaryFolder();
      mkdirSync(join(elsewhere, 'day'));
      writeFileSync(join(elsewhere, 'day/a.json'), 'x');
      mkdirSync(join(folder, 'raw'));
      symlinkSync(elsewhere, join(folder, 'raw/sales'));
      symlinkSync(join(elsewhere, 'day/a.json'), join(folder, 'raw/one.json'));
      symlinkSync(folder, join(folder, 'raw/round'));
      const keys = (yield* store.list('')).map(({ key }) => key);
      assert.deepStrictEqual(keys, ['raw/one.json', 'raw/sales/day/a.json']);
      assert.strictEqual((yield* store.readRange('raw/sales/day/a.json', 0, 9)).length, 1);
    }),
  );
  states('notices a file that grows while it is read', (store, folder) =>
    Effect.gen(function* () {
      mkdirSync(join(folder, 'raw'));
      writeFileSync(join(folder, 'raw/a.json'), Buffer.alloc(3_000_000));
      const chunks = yield* store.stream('raw/a.json');
      const error = yield* Effect.flip(
        Effect.tryPromise({
          try: async () => {
            for await (const chunk of chunks)
              appendFileSync(join(folder, 'raw/a.json'), chunk.subarray(0, 1));
          },
          catch: (cause) => cause,
        }),
      );
      assert.deepInclude(error, { _tag: 'LakeError', reason: 'Changed', key: 'raw/a.json' });
    }),
  );
  states('dates a rewrite later than the file it replaces, even one from the future', (store, folder) =>
    Effect.gen(function* () {
      yield* store.put('a', 'old');
      const future = new Date(Date.now() + 3_600_000);
      utimesSync(join(folder, 'a'), future, future);
      yield* store.put('a', 'new');
      assert.isAbove((yield* store.head('a'))?.eventTimeMs ?? 0, future.getTime());
    }),
  );
  states('says which object a folder or a file stands in the way of', (store) =>
    Effect.gen(function* () {
      yield* store.put('a/b', 'x');
      const overFolder = yield* Effect.flip(store.put('a', 'x'));
      assert.deepInclude(overFolder, { _tag: 'LakeError', reason: 'IsAFolder', key: 'a' });
      const belowFile = yield* Effect.flip(store.put('a/b/c', 'x'));
      assert.deepInclude(belowFile, { _tag: 'LakeError', reason: 'NotAFolder', key: 'a/b/c' });
      const tooLong = yield* Effect.flip(store.put('x'.repeat(300), 'x'));
      assert.deepInclude(tooLong, { _tag: 'LakeError', reason: 'InvalidKey' });
      assert.deepStrictEqual(
        (yield* store.list('')).map(({ key }) => key),
        ['a/b'],
      );
    }),
  );
  states('leaves no hidden file behind, whatever came of a write', (store, folder) =>
    Effect.gen(function* () {
      const etag = yield* store.put('a', '1');
      yield* store.put('a', '2', { ifMatch: etag });
      yield* Effect.flip(store.put('a', '3', { ifMatch: etag }));
      yield* Effect.flip(store.put('a', '4', { ifNoneMatch: '*' }));
      yield* store.put('b', '1', { ifNoneMatch: '*' });
      yield* store.remove('b');
      const sink = yield* store.create('c');
      yield* sink.abort;
      assert.deepStrictEqual(readdirSync(folder), ['a']);
    }),
  );
  states('comes back by itself when its folder was deleted', (store, folder) =>
    Effect.gen(function* () {
      rmSync(folder, { recursive: true });
      assert.deepStrictEqual(yield* store.list(''), []);
      yield* store.put('a/b', 'x');
      assert.strictEqual((yield* store.list('')).length, 1);
    }),
  );
});
