import { join } from 'node:path';
import { Effect, Layer } from 'effect';
import { embeddedWarehouse, LakeError, localFolder, ObjectStore, silentNotifier } from '../../src/index.ts';

/** The calls a store can be made to fail in; `chunk` is a step of a stream, `write` and `commit` those of a sink. */
export const storeCalls = [
  'list',
  'head',
  'stream',
  'chunk',
  'readRange',
  'get',
  'put',
  'create',
  'write',
  'commit',
  'removePrefix',
] as const;
export type StoreCall = (typeof storeCalls)[number];

/** Sees every call of a store before it is made; what it fails with, the call fails with. */
export type BeforeCall = (call: StoreCall, key: string) => Effect.Effect<void, LakeError>;

/** Sees a call that was made, before anything else can happen. */
export type AfterCall = (call: StoreCall, key: string) => Effect.Effect<void>;

/** Gives the services of a local run whose every call to the lake is announced first, and some afterwards. */
export function watchedServices(lake: string, before: BeforeCall, after: AfterCall = () => Effect.void) {
  const watched = Layer.effect(
    ObjectStore,
    Effect.map(ObjectStore, (store) => watch(store, before, after)),
  );
  return Layer.mergeAll(
    Layer.provide(watched, localFolder(lake)),
    embeddedWarehouse({ path: join(lake, 'warehouse.duckdb') }),
    silentNotifier,
  );
}

/** Fails the n-th call of a kind, counted from 1, and says whether it came to that. */
export function failAt(call: StoreCall, n: number) {
  let count = 0;
  const error = new LakeError({
    reason: 'Io',
    key: 'somewhere',
    message: `The ${call} number ${n} was made to fail.`,
  });
  const before: BeforeCall = (called) =>
    Effect.suspend(() => (called === call && ++count === n ? Effect.fail(error) : Effect.void));
  return { before, error, hasFailed: () => count >= n };
}

function watch(store: ObjectStore['Service'], before: BeforeCall, after: AfterCall): ObjectStore['Service'] {
  return ObjectStore.of({
    ...store,
    list: (prefix) => Effect.andThen(before('list', prefix), store.list(prefix)),
    head: (key) => Effect.andThen(before('head', key), store.head(key)),
    stream: (key, range) =>
      Effect.andThen(
        before('stream', key),
        Effect.map(store.stream(key, range), (chunks) => watchChunks(key, chunks, before)),
      ),
    readRange: (key, start, end, version) =>
      Effect.andThen(before('readRange', key), store.readRange(key, start, end, version)),
    get: (key) => Effect.andThen(before('get', key), store.get(key)),
    put: (key, bytes, condition) => Effect.andThen(before('put', key), store.put(key, bytes, condition)),
    removePrefix: (prefix) => Effect.andThen(before('removePrefix', prefix), store.removePrefix(prefix)),
    create: (key) =>
      Effect.andThen(
        before('create', key),
        Effect.map(made(store.create(key), after('create', key)), (sink) => {
          // A sink whose write or commit fails aborts.
          const orAbort = (step: Effect.Effect<void, LakeError>) => Effect.onError(step, () => sink.abort);
          return {
            write: (bytes: Uint8Array) => Effect.andThen(orAbort(before('write', key)), sink.write(bytes)),
            commit: Effect.andThen(orAbort(before('commit', key)), sink.commit),
            abort: sink.abort,
          };
        }),
      ),
  });
}

function made<A, E>(call: Effect.Effect<A, E>, after: Effect.Effect<void>): Effect.Effect<A, E> {
  return Effect.uninterruptible(Effect.tap(call, () => after));
}

async function* watchChunks(key: string, chunks: AsyncIterable<Uint8Array>, before: BeforeCall) {
  for await (const chunk of chunks) {
    await Effect.runPromise(before('chunk', key));
    yield chunk;
  }
}
