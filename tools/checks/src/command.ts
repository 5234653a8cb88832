import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { ROOT } from './workspace.ts';

// Tools are found as a package's script would find them, so that a check also runs when started by hand.
const PATH = [
  join(ROOT, 'node_modules/.bin'),
  join(ROOT, 'tools/checks/node_modules/.bin'),
  process.env['PATH'],
].join(delimiter);

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
    env: { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1' },
  });
  const output = stdout ?? '';
  return {
    ok: status === 0,
    output,
    everything: error ? `${program} did not start: ${error.message}` : output + (stderr ?? ''),
  };
}
