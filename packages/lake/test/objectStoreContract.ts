import { assert, describe, it } from '@effect/vitest';
import { Effect, Exit, Fiber, type Layer } from 'effect';
import { type LakeError, ObjectStore, writeObject } from '../src/index.ts';
import { increment } from './counter.ts';

type Program = Effect.Effect<void, unknown, ObjectStore>;

/** In what stores may differ from each other. */
interface Traits {
  /** Whether a rewrite with the same bytes is a new version: it is not where the etag is all there is. */
  readonly isEveryWriteAVersion: boolean;
  /** Whether a version can be read after it was replaced, instead of being refused as changed. */
  readonly keepsVersions: boolean;
}

/**
 * States what every object store does, whatever keeps the objects. `makeLayer` gives an empty store each time it is
 * called. Times are real, because a store's clock is not ours.
 */
export function objectStoreContract(
  name: string,
  makeLayer: () => Layer.Layer<ObjectStore, LakeError>,
  { isEveryWriteAVersion, keepsVersions }: Traits = { isEveryWriteAVersion: true, keepsVersions: false },
): void {
  const states = (behaviour: string, program: (store: ObjectStore['Service']) => Program) =>
    it.live(behaviour, () => ObjectStore.use(program).pipe(Effect.provide(makeLayer())));

  describe(`${name}: small objects`, () => {
    states('gives back what was put, with the etag that put returned', (store) =>
      Effect.gen(function* () {
        const etag = yield* store.put('runs/a/state.json', '{"é":1}');
        const found = yield* store.get('runs/a/state.json');
        assert.strictEqual(found?.etag, etag);
        assert.strictEqual(text(found?.bytes), '{"é":1}');
      }),
    );
    states('has nothing under a key that was never written, nor under a folder', (store) =>
      Effect.gen(function* () {
        yield* store.put('runs/a/state.json', 'x');
        for (const key of ['runs/b/state.json', 'runs/a', 'runs']) {
          assert.isUndefined(yield* store.get(key), key);
          assert.isUndefined(yield* store.head(key), key);
        }
      }),
    );
    states('keeps an empty object', (store) =>
      Effect.gen(function* () {
        yield* store.put('empty', new Uint8Array());
        assert.strictEqual((yield* store.get('empty'))?.bytes.length, 0);
        assert.strictEqual((yield* store.head('empty'))?.sizeBytes, 0);
        assert.strictEqual((yield* readAll(store, 'empty')).length, 0);
      }),
    );
    states('gives the same etag to the same content only', (store) =>
      Effect.gen(function* () {
        const [a, b, c] = [
          yield* store.put('a', 'x'),
          yield* store.put('b', 'x'),
          yield* store.put('c', 'y'),
        ];
        assert.strictEqual(a, b);
        assert.notStrictEqual(a, c);
      }),
    );
    const rewrite = isEveryWriteAVersion ? 'rewrite' : 'rewrite with other bytes';
    states(`gives every ${rewrite} a new version at once`, (store) =>
      Effect.gen(function* () {
        const versions = new Set<string>();
        const times: number[] = [];
        for (let round = 0; round < 10; round++) {
          yield* store.put('a', isEveryWriteAVersion ? 'same' : `round ${round}`);
          const info = yield* store.head('a');
          versions.add(info?.version ?? '');
          times.push(info?.eventTimeMs ?? 0);
        }
        assert.strictEqual(versions.size, 10);
        assert.deepStrictEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
        assert.isBelow(Math.abs((times[0] ?? 0) - Date.now()), 60_000);
      }),
    );
  });

  describe(`${name}: conditions`, () => {
    states('creates only once', (store) =>
      Effect.gen(function* () {
        yield* store.put('a', 'first', { ifNoneMatch: '*' });
        const error = yield* Effect.flip(store.put('a', 'second', { ifNoneMatch: '*' }));
        assert.strictEqual(error._tag, 'PreconditionFailed');
        assert.strictEqual(text((yield* store.get('a'))?.bytes), 'first');
      }),
    );
    states('replaces only the object whose etag is named', (store) =>
      Effect.gen(function* () {
        const first = yield* store.put('a', 'first');
        const second = yield* store.put('a', 'second', { ifMatch: first });
        const error = yield* Effect.flip(store.put('a', 'third', { ifMatch: first }));
        assert.strictEqual(error._tag, 'PreconditionFailed');
        assert.strictEqual((yield* store.get('a'))?.etag, second);
      }),
    );
    states('does not replace what is not there', (store) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(store.put('a', 'x', { ifMatch: 'feedbeef' }));
        assert.strictEqual(error._tag, 'PreconditionFailed');
        assert.deepStrictEqual(yield* store.list(''), []);
      }),
    );
    states('removes only the object whose etag is named', (store) =>
      Effect.gen(function* () {
        const first = yield* store.put('a', 'first');
        const second = yield* store.put('a', 'second');
        const error = yield* Effect.flip(store.remove('a', { ifMatch: first }));
        assert.strictEqual(error._tag, 'PreconditionFailed');
        yield* store.remove('a', { ifMatch: second });
        assert.isUndefined(yield* store.head('a'));
        const gone = yield* Effect.flip(store.remove('a', { ifMatch: second }));
        assert.strictEqual(gone._tag, 'PreconditionFailed');
      }),
    );
    states('lets one of many creators win', (store) =>
      Effect.gen(function* () {
        const exits = yield* together(8, (n) =>
          Effect.exit(store.put('a', `creator ${n}`, { ifNoneMatch: '*' })),
        );
        const winners = exits.flatMap((exit, n) => (Exit.isSuccess(exit) ? [n] : []));
        assert.strictEqual(winners.length, 1);
        assert.strictEqual(text((yield* store.get('a'))?.bytes), `creator ${winners[0]}`);
      }),
    );
    states('loses no increment of a counter that many compare and swap', (store) =>
      Effect.gen(function* () {
        yield* store.put('counter', '0');
        yield* together(6, () => Effect.repeat(increment(store, 'counter'), { times: 9 }));
        assert.strictEqual(text((yield* store.get('counter'))?.bytes), '60');
      }),
    );
  });

  describe(`${name}: big objects`, () => {
    states('shows a big object only when it is committed, whole', (store) =>
      Effect.gen(function* () {
        const sink = yield* store.create('gold/part-00000.parquet');
        const bytes = pattern(9_000_001);
        yield* sink.write(bytes.subarray(0, 1));
        yield* sink.write(bytes.subarray(1));
        assert.deepStrictEqual(yield* store.list(''), []);
        assert.isUndefined(yield* store.head('gold/part-00000.parquet'));
        const info = yield* sink.commit;
        assert.strictEqual(info.sizeBytes, bytes.length);
        assert.deepStrictEqual(yield* store.head(info.key), info);
        assert.isTrue(Buffer.from(bytes).equals(yield* readAll(store, info.key)));
      }),
    );
    states('leaves nothing of an aborted object, and keeps what was there before', (store) =>
      Effect.gen(function* () {
        yield* store.put('a', 'before');
        const sink = yield* store.create('a');
        yield* sink.write(pattern(100));
        yield* sink.abort;
        yield* sink.abort;
        assert.strictEqual(text((yield* store.get('a'))?.bytes), 'before');
        assert.strictEqual((yield* store.list('')).length, 1);
      }),
    );
    states('replaces an object whole, while a reader of the old one reads on', (store) =>
      Effect.gen(function* () {
        const old = pattern(3_000_000);
        yield* writeObject('a', (write) => write(old));
        const reading = (yield* store.stream('a'))[Symbol.asyncIterator]();
        const first = yield* Effect.promise(() => reading.next());
        yield* writeObject('a', (write) => write(new Uint8Array(5_000_000)));
        const rest = yield* Effect.promise(() => collect({ [Symbol.asyncIterator]: () => reading }));
        assert.isTrue(Buffer.concat([first.value, rest]).equals(old));
      }),
    );
    states('aborts an object whose writer fails or is interrupted', (store) =>
      Effect.gen(function* () {
        const failed = yield* Effect.exit(
          writeObject('a', (write) => Effect.andThen(write(pattern(10)), Effect.fail('stop'))),
        );
        assert.deepStrictEqual(failed, Exit.fail('stop'));
        const fiber = yield* Effect.forkChild(
          writeObject('a', (write) => Effect.andThen(write(pattern(10)), Effect.never)),
        );
        yield* Effect.sleep('50 millis');
        yield* Fiber.interrupt(fiber);
        assert.deepStrictEqual(yield* store.list(''), []);
      }),
    );
  });

  describe(`${name}: reading`, () => {
    states('streams a range, in chunks of at most 4 MiB', (store) =>
      Effect.gen(function* () {
        const bytes = pattern(9_000_000);
        yield* writeObject('a', (write) => write(bytes));
        const chunks = yield* store.stream('a', { start: 5, end: 8_999_990 });
        const parts = yield* Effect.promise(() => chunksOf(chunks));
        assert.isTrue(parts.every((part) => part.length > 0 && part.length <= 4 << 20));
        assert.isTrue(Buffer.concat(parts).equals(bytes.subarray(5, 8_999_990)));
      }),
    );
    states('gives as many bytes of a range as there are', (store) =>
      Effect.gen(function* () {
        yield* store.put('a', '0123456789');
        const cases = [
          [0, 10, '0123456789'],
          [3, 5, '34'],
          [8, 99, '89'],
          [10, 20, ''],
          [99, 100, ''],
          [4, 4, ''],
        ] as const;
        for (const [start, end, expected] of cases) {
          assert.strictEqual(text(yield* store.readRange('a', start, end)), expected);
          assert.strictEqual(text(yield* readAll(store, 'a', { start, end })), expected);
        }
        assert.strictEqual(text(yield* readAll(store, 'a', { start: 7 })), '789');
      }),
    );
    states('lets go of an object that is not read to its end', (store) =>
      Effect.gen(function* () {
        yield* writeObject('a', (write) => write(pattern(5_000_000)));
        for (let round = 0; round < 50; round++) {
          const chunks = yield* store.stream('a');
          yield* Effect.promise(async () => {
            for await (const chunk of chunks) return chunk.length;
            return 0;
          });
        }
        yield* store.remove('a');
      }),
    );
    states('says which object is not there', (store) =>
      Effect.gen(function* () {
        for (const read of [store.stream('raw/none.json'), store.readRange('raw/none.json', 0, 1)]) {
          const error = yield* Effect.flip(Effect.asVoid<unknown, LakeError, never>(read));
          assert.strictEqual(error.reason, 'NotFound');
          assert.include(error.message, '"raw/none.json"');
        }
      }),
    );
    states('does not read another version than the one asked for', (store) =>
      Effect.gen(function* () {
        yield* store.put('a', 'old');
        const version = (yield* store.head('a'))?.version ?? '';
        assert.strictEqual(text(yield* readAll(store, 'a', { start: 0, version })), 'old');
        yield* store.put('a', 'new');
        for (const read of [
          Effect.asVoid(store.stream('a', { start: 0, version })),
          Effect.asVoid(store.readRange('a', 0, 3, version)),
        ]) {
          if (keepsVersions) yield* read;
          else assert.strictEqual((yield* Effect.flip(read)).reason, 'Changed');
        }
        if (!keepsVersions) return;
        assert.strictEqual(text(yield* readAll(store, 'a', { start: 0, version })), 'old');
        assert.strictEqual(text(yield* store.readRange('a', 1, 3, version)), 'ld');
      }),
    );
  });

  describe(`${name}: listing and removing`, () => {
    states('lists by prefix, in the order of the UTF-8 bytes of the keys', (store) =>
      Effect.gen(function* () {
        const keys = ['a/b', 'a/b-c', 'a/b.c', 'a/b/d', 'a/bc', 'b', 'é/1', '\uFFFD/1', '😀/1', 'a/B'];
        // One key may not be the folder of another: folders are not a thing of S3's, but they are of a disk's.
        const stored = keys.filter((key) => key !== 'a/b');
        yield* Effect.forEach(stored, (key) => store.put(key, key), { concurrency: 4 });
        const inOrder = stored.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        for (const prefix of ['', 'a', 'a/', 'a/b', 'a/b/', 'a/b.', 'b', 'none', 'none/at/all', '😀']) {
          const expected = inOrder.filter((key) => key.startsWith(prefix));
          assert.deepStrictEqual(
            (yield* store.list(prefix)).map(({ key }) => key),
            expected,
            prefix,
          );
        }
      }),
    );
    states('lists what head says', (store) =>
      Effect.gen(function* () {
        yield* store.put('a/1', 'x');
        yield* store.put('a/2', 'xyz');
        const heads = [yield* store.head('a/1'), yield* store.head('a/2')];
        assert.deepStrictEqual(yield* store.list('a/'), heads as never);
      }),
    );
    states('removes one object, and does not mind that it is gone', (store) =>
      Effect.gen(function* () {
        yield* store.put('a/1', 'x');
        yield* store.put('a/2', 'x');
        yield* store.remove('a/1');
        yield* store.remove('a/1');
        yield* store.remove('never/was');
        yield* store.remove('a');
        assert.deepStrictEqual(
          (yield* store.list('')).map(({ key }) => key),
          ['a/2'],
        );
      }),
    );
    states('removes all below a prefix and nothing beside it', (store) =>
      Effect.gen(function* () {
        const keys = ['batch=1/a', 'batch=1/b/c', 'batch=10/a', 'batch=2/a'];
        yield* Effect.forEach(keys, (key) => store.put(key, 'x'));
        yield* store.removePrefix('batch=1/');
        yield* store.removePrefix('batch=1/');
        assert.deepStrictEqual(
          (yield* store.list('')).map(({ key }) => key),
          keys.slice(2),
        );
        const error = yield* Effect.flip(store.removePrefix('batch=1'));
        assert.strictEqual(error.reason, 'InvalidKey');
      }),
    );
  });

  describe(`${name}: keys`, () => {
    const bad = ['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a/./b', 'a/.hidden', '.tmp-1', 'a\0b', '\uD800'];
    states('refuses a key that could lead elsewhere', (store) =>
      Effect.gen(function* () {
        for (const key of [...bad, 'x'.repeat(1025)]) {
          const attempts: Effect.Effect<unknown, LakeError>[] = [
            Effect.catchTag(store.put(key, 'x'), 'PreconditionFailed', Effect.die),
            store.get(key),
            store.head(key),
            store.stream(key),
            store.readRange(key, 0, 1),
            store.create(key),
            Effect.catchTag(store.remove(key), 'PreconditionFailed', Effect.die),
          ];
          for (const attempt of attempts) {
            assert.strictEqual((yield* Effect.flip(attempt)).reason, 'InvalidKey', JSON.stringify(key));
          }
        }
        for (const prefix of ['/', '../', 'a//', 'a/../', '/a/b']) {
          assert.strictEqual((yield* Effect.flip(store.list(prefix))).reason, 'InvalidKey', prefix);
          assert.strictEqual((yield* Effect.flip(store.removePrefix(prefix))).reason, 'InvalidKey', prefix);
        }
      }),
    );
    states('takes a key of any other letters', (store) =>
      Effect.gen(function* () {
        const keys = ['a b/c+d&e=f.json', 'q\'uo"te', 'raw/日本/Ünï.json', 'x'.repeat(200), 'a%2Fb', 'a?b#c'];
        for (const key of keys) {
          yield* store.put(key, key);
          assert.strictEqual(text((yield* store.get(key))?.bytes), key);
        }
        assert.strictEqual((yield* store.list('')).length, keys.length);
      }),
    );
  });
}

function together<A, E>(count: number, program: (n: number) => Effect.Effect<A, E>) {
  const numbers = Array.from({ length: count }, (_, n) => n);
  return Effect.forEach(numbers, program, { concurrency: 'unbounded' });
}

function readAll(store: ObjectStore['Service'], ...read: Parameters<ObjectStore['Service']['stream']>) {
  return Effect.flatMap(store.stream(...read), (chunks) => Effect.promise(() => collect(chunks)));
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await chunksOf(chunks));
}

async function chunksOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

/** Bytes in which no two places look alike. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 255);
}

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
