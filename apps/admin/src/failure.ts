import { Cause, Console, Effect } from 'effect';
import { lakeOptions } from './cloud/address.ts';
import { UsageError, Verdict } from './errors.ts';
import { launcherOf } from './launcher.ts';
import { visible } from './render/cell.ts';
import { styleOf } from './render/style.ts';
import { Screen } from './screen.ts';

/** The exit codes. `refused` is given only where `--strict` asks for it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3, stopped: 130 } as const;

/** A failure as it is told: `message` is one sentence for people, `tag` and `reason` are for programs. */
export interface Failure {
  readonly tag: string;
  readonly reason?: string;
  readonly message: string;
}

/** Tells what went wrong, and gives the exit code. Stays silent where a command has told it already. */
export const tellCause = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>, json: boolean) {
  const error = Cause.squash(cause);
  if (error instanceof Verdict) return error.exitCode;
  const isExpected = cause.reasons.some(Cause.isFailReason);
  if (!isExpected && (process.env['SALES_DEBUG'] ?? '') !== '') yield* Console.error(Cause.pretty(cause));
  yield* tell(isExpected ? failureOf(error) : bugOf(error), json);
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
});

/** Writes a failure: to standard output as `{"error":{...}}` with `--json`, else to standard error as a sentence. */
export const tell = Effect.fnUntraced(function* (failure: Failure, json: boolean) {
  const message = lakeOptions(failure.message).replaceAll('`sales ', `\`${launcherOf(process.env)} `);
  if (json) return yield* Console.log(JSON.stringify({ error: { ...failure, message } }));
  const { err } = yield* Screen;
  yield* Console.error(`${styleOf(err).red('error:')} ${visible(oneLine(message))}`);
});

/** Joins the lines of a message, without a caret that pointed at the line above it. */
function oneLine(message: string): string {
  const lines = message.split('\n').map((line) => line.trim());
  const text = lines.filter((line) => !/^\^?$/.test(line)).join(' ');
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function failureOf(error: unknown): Failure {
  const {
    _tag: tag = 'Error',
    reason,
    message = String(error),
  } = error as Record<string, string | undefined>;
  return { tag, message, ...(typeof reason === 'string' ? { reason } : {}) };
}

function bugOf(error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  const message = `This is a bug in the program, not in your data: ${text.replace(/\.$/, '')}. Set SALES_DEBUG=1, run it again, and report what it prints.`;
  return { tag: 'Bug', message };
}
