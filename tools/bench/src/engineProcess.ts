import { spawn } from 'node:child_process';
import { totalmem } from 'node:os';
import { sampleMemory, treeOf } from './processTree.ts';

/** How an engine is started. */
export interface EngineCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What an engine says of itself in the last line that it prints. */
export interface EngineAccount {
  /** The high-water mark of its own memory, at its end. */
  readonly peakRssBytes?: number;
  readonly stageSeconds?: Readonly<Record<string, number>>;
  /** Only where the output lies elsewhere than in files. */
  readonly rows?: number;
  readonly totalAmountCents?: string;
}

/** How one run went. */
export type EngineRun =
  | { readonly wallSeconds: number; readonly peakRssBytes: number; readonly account: EngineAccount }
  | { readonly problem: string };

const memoryLimitBytes = totalmem() * 0.9;
const longestProblem = 300;

/**
 * Runs an engine in a process of its own and measures it from its start to its end. Stops it when it takes too long
 * or nearly all of the memory: a machine that swaps or kills at random measures nothing.
 */
export function runEngine(command: EngineCommand, limitSeconds: number): Promise<EngineRun> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(command.program, command.args, {
      env: { ...process.env, ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let problem: string | undefined;
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-10_000)));
    const stop = (why: string): void => {
      problem ??= why;
      for (const pid of treeOf(child.pid!).reverse()) kill(pid);
    };
    const timer = setTimeout(() => stop(`took more than ${limitSeconds} s`), limitSeconds * 1000);
    const sampler =
      child.pid === undefined
        ? undefined
        : sampleMemory(child.pid, (bytes) => {
            if (bytes > memoryLimitBytes)
              stop(`needs more than ${gibibytes(memoryLimitBytes)} GiB of memory`);
          });
    let endedAt = startedAt;
    child.on('error', (error) => (problem ??= `did not start: ${error.message}`));
    child.on('exit', () => (endedAt = performance.now()));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const sampled = sampler?.stop() ?? 0;
      if (problem === undefined && code !== 0)
        problem = `ended with ${signal ?? `code ${code}`}: ${lastWords(errors)}`;
      if (problem !== undefined) return resolve({ problem });
      const account = accountOf(output);
      resolve({
        wallSeconds: (endedAt - startedAt) / 1000,
        peakRssBytes: Math.max(sampled, account.peakRssBytes ?? 0),
        account,
      });
    });
  });
}

/** Takes the account from the last line of an engine's output; what prints no JSON has none. */
export function accountOf(output: string): EngineAccount {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as EngineAccount) : {};
}

function lastWords(errors: string): string {
  const lines = errors.split('\n').filter((line) => line.trim() !== '');
  const said = lines.findLast((line) => /error|exception/i.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  return said.trim().slice(0, longestProblem);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
