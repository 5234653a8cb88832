import { parentPort, workerData } from 'node:worker_threads';
import { type BlockWorker, type BlockWorkerOptions, createBlockWorker } from './blockWorker.ts';
import { type Answer, buffersOf, type Call, encodeFailure } from './call.ts';

/** Answers calls of `BlockWorker` that are posted to this thread. */
const worker: BlockWorker = createBlockWorker(workerData as BlockWorkerOptions);
const port = parentPort!;

port.on('message', ({ id, method, args }: Call) => {
  const work = worker[method] as (...values: readonly unknown[]) => Promise<unknown>;
  work(...args).then(
    // What `pick` gives shares dictionaries with a table that stays here.
    (value) => port.postMessage({ id, value } satisfies Answer, method === 'pick' ? [] : buffersOf(value)),
    (error: unknown) => port.postMessage({ id, failure: encodeFailure(error) } satisfies Answer),
  );
});
