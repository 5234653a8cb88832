import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A process that runs the pipeline. */
export interface Victim {
  readonly process: ChildProcess;
  /** The next line it prints, undefined when it has ended. */
  readonly nextLine: () => Promise<string | undefined>;
  /** How it ended: its exit code, or the signal. */
  readonly ended: Promise<number | string>;
}

const program = fileURLToPath(new URL('victim.ts', import.meta.url));
// Compiled code is kept between them, so that most of a victim's time is the run.
const compileCache = join(tmpdir(), 'sales-victims-compile-cache');

/** Starts a process that runs the pipeline on a lake, and waits until it begins. See `victim.ts` for its moments. */
export async function startVictim(
  lake: string,
  moment: string,
  inputs: readonly string[] = [],
): Promise<Victim> {
  const child = spawn(
    process.execPath,
    ['--conditions=@sales/source', '--no-warnings', program, lake, moment, ...inputs],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: compileCache } },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const nextLine = async (): Promise<string | undefined> => (await lines.next()).value;
  await nextLine();
  return { process: child, nextLine, ended };
}
