import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { ROOT } from './workspace.ts';

// Tools are found as a package's script would find them, so that a check also runs when started by hand.
const PATH = [
  join(ROOT, 'node_modules/.bin'),
  join(ROOT, 'tools/checks/node_modules/.bin'),
  process.env['PATH'],
].join(delimiter);

const env = { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1' };

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** Standard output. */
  readonly output: string;
  /** Standard output, then standard error, or the reason why the command did not start. */
  readonly everything: string;
}

/** Runs a command in the repository's folder. With `show`, what it prints goes straight to the terminal. */
export function runCommand(
  command: readonly [string, ...string[]],
  options: { readonly show?: boolean } = {},
): CommandResult {
  const [program, ...parameters] = command;
  const { status, stdout, stderr, error } = spawnSync(program, parameters, {
    cwd: ROOT,
    stdio: options.show === true ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env,
  });
  const output = stdout ?? '';
  return {
    ok: status === 0,
    output,
    everything: error ? `${program} did not start: ${error.message}` : output + (stderr ?? ''),
  };
}

/** Runs a command as `runCommand` does, beside others. */
export async function startCommand(command: readonly [string, ...string[]]): Promise<CommandResult> {
  const [program, ...parameters] = command;
  const child = spawn(program, parameters, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env });
  let [output, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  try {
    const [status] = (await once(child, 'close')) as [number | null];
    return { ok: status === 0, output, everything: output + complaints };
  } catch (cause) {
    return { ok: false, output, everything: `${program} did not start: ${(cause as Error).message}` };
  }
}
