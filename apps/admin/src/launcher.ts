import { lakeOptions } from './cloud/address.ts';

/** How the person at the terminal starts this program, so that the commands it suggests can be pasted. */
export function launcherOf(environment: Readonly<Record<string, string | undefined>>): string {
  // The name of the repository's root package: there, pnpm runs the sources.
  if (environment['npm_package_name'] !== 'sales-etl') return 'sales';
  // npx keeps what it fetches in a folder of its own, which is on no other terminal's path.
  const isFetched = /[\\/]_npx[\\/]/.test(environment['npm_execpath'] ?? '');
  return isFetched ? 'npx -y pnpm@12 sales' : 'pnpm sales';
}

/** Writes a command of this program as it is typed here: `suggest('status')` is `pnpm sales status`. */
export function suggest(command: string): string {
  return `${launcherOf(process.env)} ${lakeOptions(command)}`;
}

/** Quotes an argument for a shell where it needs it. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
