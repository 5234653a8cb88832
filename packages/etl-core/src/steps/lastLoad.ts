import { ObjectStore, readRun, runsPrefix } from '@sales/lake';
import { Clock, Effect } from 'effect';

const dayMs = 24 * 3600 * 1000;

/**
 * Finds when a batch was last loaded, as a time in milliseconds since 1970: among the batches that began within `hours`,
 * and a day more for those that took long. Undefined where none of them was.
 */
export const lastLoad = Effect.fn('etl.lastLoad')(function* (hours: number) {
  const store = yield* ObjectStore;
  const now = yield* Clock.currentTimeMillis;
  const days = Math.ceil((hours * 3600 * 1000) / dayMs) + 1;
  let last: number | undefined;
  for (let day = 0; day <= days; day++) {
    const date = new Date(now - day * dayMs).toISOString().slice(0, 10).replaceAll('-', '');
    const states = (yield* store.list(`${runsPrefix}${date}-`)).flatMap(
      ({ key }) => /^runs\/([^/]+)\/state\.json$/.exec(key)?.[1] ?? [],
    );
    const runs = yield* Effect.forEach(states, readRun, { concurrency: 16 });
    for (const run of runs) {
      if (run?.state.status !== 'loaded') continue;
      last = Math.max(last ?? 0, Date.parse(run.state.updatedAt));
    }
  }
  return last;
});
