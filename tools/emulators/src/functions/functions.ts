import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { StatesError } from '../states/statesError.ts';

/** A Lambda function: a bundle that exports `handler`, and what it is given. */
export interface FunctionOptions {
  /** The path of its `index.mjs`. */
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

/** What one call took. */
export interface Invocation {
  readonly name: string;
  readonly seconds: number;
  /** The most memory that its process has had so far. */
  readonly peakMb: number;
  /** From the process's start until the handler was there; undefined where the process was there already. */
  readonly initMs: number | undefined;
  /** Processor time of the same. */
  readonly initCpuMs: number | undefined;
  /** What its process has used of processors so far. */
  readonly cpuSeconds: number;
}

/** Lambda functions that run in processes of their own. */
export interface Functions {
  /** Calls a function with an event that JSON can hold. Throws StatesError with the name of the function's error. */
  readonly invoke: (name: string, event: unknown) => Promise<unknown>;
  readonly invocations: readonly Invocation[];
  readonly has: (name: string) => boolean;
  /** Ends the processes that wait for an event, so that the next calls find none. */
  readonly retire: () => void;
  readonly stop: () => Promise<void>;
}

interface Ready {
  readonly sinceStartMs: number;
  readonly cpuMs: number;
}

interface Answer {
  readonly result?: string;
  readonly failure?: { readonly errorType: string };
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

const payloadLimit = 6 * 1024 * 1024;

/**
 * Runs functions as Lambda does: each process takes one event at a time, stays for the next one, and is ended when it
 * takes too long or has had more memory than it was given. It sees its own environment and nothing of ours.
 */
export function startFunctions(functions: Readonly<Record<string, FunctionOptions>>): Functions {
  const idle = new Map<string, ChildProcess[]>();
  const all = new Set<ChildProcess>();
  const invocations: Invocation[] = [];

  const open = async (name: string): Promise<{ child: ChildProcess; ready: Ready | undefined }> => {
    const waiting = idle.get(name)?.pop();
    if (waiting !== undefined) return { child: waiting, ready: undefined };
    const { bundle, environment, memoryMb } = functions[name]!;
    const child = fork(join(import.meta.dirname, 'functionProcess.mjs'), [bundle], {
      env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: name, TZ: 'UTC' },
      execArgv: [`--max-old-space-size=${Math.floor(memoryMb * 0.8)}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    all.add(child);
    child.once('exit', () => all.delete(child));
    child.stdout!.resume();
    child.stderr!.resume();
    const [ready] = (await messageOf(child)) as [Ready];
    return { child, ready };
  };

  const invoke = async (name: string, event: unknown): Promise<unknown> => {
    const options = functions[name];
    if (options === undefined) {
      throw new StatesError('Lambda.ResourceNotFoundException', `There is no function ${name}.`);
    }
    const { timeoutSeconds, memoryMb } = options;
    const { child, ready } = await open(name);
    const startedAt = performance.now();
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1000);
    try {
      child.send(JSON.parse(JSON.stringify(event)) as object);
      const [answer] = (await messageOf(child)) as [Answer];
      invocations.push({
        name,
        seconds: (performance.now() - startedAt) / 1000,
        peakMb: answer.peakMb,
        initMs: ready?.sinceStartMs,
        initCpuMs: ready?.cpuMs,
        cpuSeconds: answer.cpuSeconds,
      });
      if (answer.peakMb > memoryMb) {
        child.kill('SIGKILL');
        throw died('Runtime.ExitError', `${name} took ${Math.round(answer.peakMb)} MB, of ${memoryMb} MB.`);
      }
      idle.set(name, [...(idle.get(name) ?? []), child]);
      if (answer.failure !== undefined) {
        throw new StatesError(answer.failure.errorType, JSON.stringify(answer.failure));
      }
      if (answer.result!.length > payloadLimit)
        throw died('Function.ResponseSizeTooLarge', `${name} answers too much.`);
      return JSON.parse(answer.result!) as unknown;
    } catch (error) {
      if (error !== exited) throw error;
      throw performance.now() - startedAt >= timeoutSeconds * 1000
        ? died('Sandbox.Timedout', `Task timed out after ${timeoutSeconds} seconds`)
        : died('Runtime.ExitError', `${name} exited without an answer.`);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    invoke,
    invocations,
    has: (name) => Object.hasOwn(functions, name),
    retire: () => {
      for (const child of [...idle.values()].flat()) child.kill();
      idle.clear();
    },
    stop: async () => {
      const ended = [...all].map((child) => once(child, 'exit'));
      for (const child of all) child.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}

const exited = new Error('The process ended.');

/** Waits for the process's next message, or throws `exited`. */
async function messageOf(child: ChildProcess): Promise<unknown[]> {
  const stop = new AbortController();
  const { signal } = stop;
  const exit = once(child, 'exit', { signal }).then(() => {
    throw exited;
  });
  exit.catch(() => {});
  try {
    return await Promise.race([once(child, 'message', { signal }), exit]);
  } finally {
    stop.abort();
  }
}

function died(errorType: string, errorMessage: string): StatesError {
  return new StatesError(errorType, JSON.stringify({ errorType, errorMessage }));
}
