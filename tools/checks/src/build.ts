import { runCommand } from './command.ts';

/** Builds every package, and says what went wrong where one could not be built. */
export function buildFaults(): string[] {
  const { ok, everything } = runCommand(['turbo', 'run', 'build', '--output-logs=errors-only']);
  return ok ? [] : [everything.trim()];
}
