import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** What a contender printed at its end: the value of its task, or the error it failed with. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: { readonly _tag: string };
}

/** A process that is ready to begin its task. */
export interface Contender {
  readonly process: ChildProcess;
  readonly begin: () => void;
  /** The next thing it prints. */
  readonly nextOutcome: () => Promise<Outcome>;
  /** Resolves to true once it has ended. */
  readonly ended: Promise<boolean>;
}

/** Starts a process for a task of `contender.ts`, and waits until it is ready to begin. */
export async function startContender(task: string, folder: string, name = ''): Promise<Contender> {
  const program = fileURLToPath(new URL('contender.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@sales/source', program, task, folder, name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit').then(() => true);
  await lines.next();
  return {
    process: child,
    begin: () => void child.stdin.write('\n'),
    nextOutcome: async () => JSON.parse((await lines.next()).value ?? 'null'),
    ended,
  };
}

/** Starts so many processes, lets them begin at once, and returns what came of each. */
export async function contend(count: number, task: string, folder: string): Promise<readonly Outcome[]> {
  const names = Array.from({ length: count }, (_, n) => String(n));
  const contenders = await Promise.all(names.map((name) => startContender(task, folder, name)));
  for (const contender of contenders) contender.begin();
  return Promise.all(contenders.map((contender) => contender.nextOutcome()));
}
