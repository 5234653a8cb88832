import * as z from 'zod';
import { engines } from './environment.ts';

/** The batch that a step works on. What it reads and writes lies in the lake, under `runs/<batchId>/`. */
const batch = z.object({ batchId: z.string().regex(/^[A-Za-z0-9_.-]+$/) });

/** An object in the lake. */
const pointer = z.object({ bucket: z.string().min(1), key: z.string().min(1) });

const engine = z.enum(engines).exclude(['auto']);

/** What an execution is started with. */
export const executionInput = batch;

/** Where a batch stands decides what its execution does: an earlier one may have published or loaded it. */
const claimOutput = z.object({
  batchId: z.string(),
  next: z.enum(['clean', 'load', 'notify']),
  objects: z.int().min(0),
  sizeBytes: z.int().min(0),
});

/** `done` is false while there is something to wait for: the step is to be called again. */
const waiting = z.object({ done: z.boolean() });

/** `items` holds the Map's items, one a range; or what the jobs of Glue are to read. */
const planOutput = z.object({ engine, items: pointer });

const cleanInput = z.object({ ...batch.shape, part: z.int().min(0) });

const modelInput = z.object({ ...batch.shape, engine });

/**
 * `advance` starts the load if it was not started, and asks how it goes if it was. `prepare` writes down what the Glue
 * job that loads is to run, and takes the lock for it.
 */
const loadInput = z.object({ ...batch.shape, action: z.enum(['prepare', 'advance']) });

/** What a state's Catch knows. */
const caught = z.object({ Error: z.string(), Cause: z.string().optional() });

/** `failed` holds what was caught, by step; without it the batch was loaded. */
const notifyInput = z.object({
  ...batch.shape,
  /** The name of the execution: its end is told of once. */
  execution: z.string().min(1),
  failed: z.partialRecord(z.string(), caught).optional(),
});

/** `error` and `cause` say why the execution is to fail. */
const notifyOutput = z.object({ sent: z.boolean(), error: z.string(), cause: z.string() });

/** What each step takes and gives. Payloads hold names and pointers only, never rows. */
export const payloads = {
  claim: { input: batch, output: claimOutput },
  catalog: {
    input: z.object({ ...batch.shape, startedAt: z.iso.datetime({ offset: true }) }),
    output: waiting,
  },
  plan: { input: batch, output: planOutput },
  clean: { input: cleanInput, output: z.object({ part: z.int().min(0) }) },
  model: { input: modelInput, output: batch },
  load: { input: loadInput, output: waiting },
  notify: { input: notifyInput, output: notifyOutput },
} as const;

export type Payloads = {
  readonly [Step in keyof typeof payloads]: {
    readonly input: z.output<(typeof payloads)[Step]['input']>;
    readonly output: z.output<(typeof payloads)[Step]['output']>;
  };
};

/** One item of the Map over ranges, as the file that `items` points to lists them. */
export const rangeItem = z.object({ part: z.int().min(0) });
