import { parseArgs } from 'node:util';
import { startCommand } from './command.ts';

/** One of the checks that `pnpm check` runs. */
interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Whether it builds the packages, which two may not do at once. */
  readonly builds?: boolean;
}

const script = (name: string): Check['command'] => ['node', `tools/checks/src/${name}.ts`];

// The quick ones first, so that a slip is known early.
const CHECKS: readonly Check[] = [
  { name: 'format', command: ['biome', 'format', '.'] },
  { name: 'lint', command: ['turbo', 'run', 'lint', '--continue', '--output-logs=errors-only'] },
  { name: 'types', command: ['turbo', 'run', 'typecheck', '--continue', '--output-logs=errors-only'] },
  { name: 'boundaries', command: script('boundaries') },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'kernels', command: script('kernels') },
  { name: 'tests', command: script('tests') },
  { name: 'documents', command: script('documents') },
  { name: 'packages', command: script('packages'), builds: true },
  { name: 'api', command: script('api'), builds: true },
  { name: 'examples', command: script('outsiders'), builds: true },
];

const USAGE = `Usage: pnpm check [--without NAME]... [NAME]...
       pnpm check api|kernels --update

Runs the checks named, or all: ${CHECKS.map(({ name }) => name).join(', ')}.
With --update, api writes the reports anew, and kernels the compiled kernels, instead of comparing them.`;

function chosenChecks(): readonly Check[] {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      without: { type: 'string', multiple: true, default: [] },
      update: { type: 'boolean', default: false },
    },
  });
  for (const name of [...positionals, ...values.without]) {
    if (!CHECKS.some((check) => check.name === name)) {
      throw new Error(`There is no check called ${name}.`);
    }
  }
  if (values.update) {
    const [name = ''] = positionals;
    if (positionals.length !== 1 || !['api', 'kernels'].includes(name)) {
      throw new Error(
        '--update goes with the check api or kernels alone: nothing else has something to write.',
      );
    }
    return [{ name, command: [...script(name), '--update'] }];
  }
  return CHECKS.filter(
    ({ name }) => (positionals.length === 0 || positionals.includes(name)) && !values.without.includes(name),
  );
}

/** Runs checks one after the other, and gives the names of those that failed. */
async function runChecks(checks: readonly Check[]): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { name, command } of checks) {
    const startedAt = performance.now();
    const { ok, everything } = await startCommand(command);
    const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
    const last = everything.trimEnd().split('\n').at(-1) ?? '';
    // The checks written here end with a line that says what they looked at.
    const summary = ok && command[0] === 'node' ? `  ${last}` : '';
    console.log(`${name.padEnd(10)} ${ok ? 'ok    ' : 'FAILED'} ${seconds.padStart(8)}${summary}`);
    if (!ok) {
      failed.push(name);
      console.log(`\n${everything.trimEnd()}\n`);
    }
  }
  return failed;
}

let checks: readonly Check[];
try {
  checks = chosenChecks();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
}
// What builds goes beside what does not.
const lanes = [checks.filter(({ builds }) => !builds), checks.filter(({ builds }) => builds)];
const failed = (await Promise.all(lanes.map(runChecks))).flat();
console.log(
  failed.length === 0
    ? `\n${checks.length} of ${checks.length} checks passed.`
    : `\n${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
