import { type Manifest, ObjectStore } from '@sales/lake';
import { type LoadResult, Warehouse } from '@sales/warehouse';
import { Effect } from 'effect';
import {
  advanceLoad,
  claimArrivals,
  cleanRange,
  dataSetLayout,
  type LoadCalls,
  modelRanges,
  planRanges,
  salesPipeline,
} from '../../src/index.ts';

/** Claims all objects of the lake, as their events would, in groups of so many. */
export const claimAll = Effect.fn('test.claimAll')(function* (together = Number.POSITIVE_INFINITY) {
  const store = yield* ObjectStore;
  const keys = (yield* store.list(dataSetLayout('sales').rawPrefix)).map(({ key }) => key);
  const batches: Manifest[] = [];
  while (keys.length > 0) {
    const claimed = yield* claimArrivals(salesPipeline, keys.splice(0, together));
    batches.push(...claimed.batches);
  }
  return batches;
});

/** Takes a batch up to its published files by the steps of the workflow; the ranges in any order. */
export const publishByRanges = Effect.fn('test.publishByRanges')(function* (
  manifest: Manifest,
  rangeBytes: number,
) {
  const { ranges } = yield* planRanges(manifest, rangeBytes);
  const parts = Array.from({ length: ranges }, (_, part) => part).reverse();
  yield* Effect.forEach(parts, (part) => cleanRange(salesPipeline, manifest, part), { concurrency: 3 });
  yield* modelRanges(salesPipeline, manifest);
  return ranges;
});

/** The embedded warehouse, as one whose loads are asked after: the first time a load is asked after, it runs. */
const loadCalls = Effect.map(Warehouse, (warehouse): LoadCalls => {
  const loaded = new Map<unknown, LoadResult>();
  const asked = new Set<unknown>();
  return {
    startLoad: (request) =>
      Effect.gen(function* () {
        yield* warehouse.migrate(request.star);
        loaded.set(request.batchId, yield* warehouse.load(request));
        return request.batchId;
      }),
    pollLoad: (handle) =>
      Effect.sync(() => {
        if (!asked.has(handle)) {
          asked.add(handle);
          return { state: 'running' };
        }
        return { state: 'loaded', result: loaded.get(handle)! };
      }),
  };
});

/** Loads a published batch by as many calls as it takes. */
export const loadBySteps = Effect.fn('test.loadBySteps')(function* (manifest: Manifest) {
  const calls = yield* loadCalls;
  while (!(yield* advanceLoad(salesPipeline, manifest, calls)).done);
});

/** Takes a batch to the loaded star by the steps of the workflow. */
export const runBySteps = Effect.fn('test.runBySteps')(function* (manifest: Manifest, rangeBytes = 1) {
  const ranges = yield* publishByRanges(manifest, rangeBytes);
  yield* loadBySteps(manifest);
  return ranges;
});
