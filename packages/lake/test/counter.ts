import { Effect } from 'effect';
import type { LakeError, ObjectStore } from '../src/index.ts';

/** Adds one to a counter by compare-and-swap, trying until it wins. */
export function increment(store: ObjectStore['Service'], key: string): Effect.Effect<void, LakeError> {
  const once = Effect.gen(function* () {
    const found = yield* store.get(key);
    const next = Number(new TextDecoder().decode(found?.bytes)) + 1;
    yield* store.put(key, String(next), { ifMatch: found?.etag ?? '' });
  });
  return Effect.catchTag(once, 'PreconditionFailed', () => increment(store, key));
}
