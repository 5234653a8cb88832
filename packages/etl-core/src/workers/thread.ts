import { parentPort, workerData } from 'node:worker_threads';
import { type BlockWorker, type BlockWorkerOptions, createBlockWorker } from './blockWorker.ts';
import { type Answer, buffersOf, type Call, encodeFailure } from './call.ts';

/** The entry of a worker's thread: answers calls of `BlockWorker`, one after the other. */
const worker: BlockWorker = createBlockWorker(workerData as BlockWorkerOptions);
const port = parentPort!;

port.on('message', ({ id, method, args }: Call) => {
  // What `pick` gives shares dictionaries with a table that stays here.
  const work = worker[method] as (...values: readonly unknown[]) => Promise<unknown>;
  work(...args).then(
    (value) => port.postMessage({ id, value } satisfies Answer, method === 'pick' ? [] : buffersOf(value)),
    (error: unknown) => port.postMessage({ id, failure: encodeFailure(error) } satisfies Answer),
  );
});
