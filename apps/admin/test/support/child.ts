import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Typed } from './typed.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The words that start the command line from its sources. */
export const salesWords: readonly string[] = [process.execPath, '--conditions=@sales/source', main];

/** How a child process is started. */
export interface ChildOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Node's own options. */
  readonly nodeOptions?: readonly string[];
  /** Gets the running process, to signal it. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the command line in a process of its own, with both streams in pipes. */
export function salesChild(args: readonly string[], options: ChildOptions = {}): Promise<Typed> {
  const { cwd, environment, nodeOptions = [], onStart } = options;
  const [node, ...words] = salesWords as [string, ...string[]];
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...nodeOptions, ...words, ...args], {
      cwd,
      env: { ...cleanEnvironment(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
    onStart?.(child);
  });
}

/** This environment without what says how the tests were started, or in which colours. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_|^(?:NO_COLOR|FORCE_COLOR|NODE_OPTIONS|SALES_DEBUG|VITEST.*)$/i.test(name),
  );
  return Object.fromEntries(kept);
}
