import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Effect, type Scope } from 'effect';
import { type BlockWorker, type BlockWorkerOptions, createBlockWorker } from './blockWorker.ts';
import { type Answer, buffersOf, type Call, decodeFailure } from './call.ts';

/** Workers of one batch; each does one thing at a time. */
export type WorkerPool = readonly BlockWorker[];

/** Input below this is read sooner than a thread starts. */
const inlineBytes = 8 * 1024 * 1024;
/** Tables that all workers together hold between cleaning and modelling, unless told otherwise. */
const defaultHeldBytes = 160 * 1024 * 1024;

/**
 * Opens the workers of a batch: as many threads as asked for (default: as there are processors, at most one a block), or
 * one worker in this thread when the batch is small. They end with the scope.
 */
export const openPool = Effect.fn('etl.openPool')(function* (options: {
  readonly worker: Omit<BlockWorkerOptions, 'heldBytes'>;
  readonly sizeBytes: number;
  readonly blocks: number;
  readonly workers: number | undefined;
  readonly heldBytes?: number;
}): Effect.fn.Return<WorkerPool, never, Scope.Scope> {
  const {
    worker,
    sizeBytes,
    blocks,
    workers = availableParallelism(),
    heldBytes = defaultHeldBytes,
  } = options;
  const count = Math.max(1, Math.min(workers, blocks));
  const workerOptions = { ...worker, heldBytes: heldBytes / count };
  if (sizeBytes < inlineBytes) return [createBlockWorker(workerOptions)];
  return yield* Effect.forEach(Array.from({ length: count }), () =>
    Effect.map(
      Effect.acquireRelease(
        Effect.sync(() => startThread(workerOptions)),
        ({ thread }) => Effect.promise(() => thread.terminate()),
      ),
      ({ worker }) => worker,
    ),
  );
});

function startThread(options: BlockWorkerOptions): { readonly thread: Worker; readonly worker: BlockWorker } {
  // Beside this file, run from source or built.
  const thread = new Worker(new URL(`thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  let ended: Error | undefined;

  thread.on('message', (answer: Answer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failure' in answer) call?.reject(decodeFailure(answer.failure));
    else call?.resolve(answer.value);
  });
  const fail = (error: Error): void => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  thread.on('error', fail);
  thread.on('exit', (code) => fail(new Error(`A worker thread ended with code ${code}.`)));

  const call = (method: keyof BlockWorker, args: readonly unknown[]): Promise<unknown> => {
    if (ended !== undefined) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      thread.postMessage({ id, method, args } satisfies Call, buffersOf(args));
    });
  };
  const worker = new Proxy({} as BlockWorker, {
    get:
      (_target, method) =>
      (...args: readonly unknown[]) =>
        call(method as keyof BlockWorker, args),
  });
  return { thread, worker };
}
