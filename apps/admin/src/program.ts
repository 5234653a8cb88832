import { Cause, Console, Effect, Layer, Logger } from 'effect';
import { CliConfig, CliError, CliOutput, Command, GlobalFlag } from 'effect/cli';
import { sales } from './cli.ts';
import { exitCodes, tell, tellCause } from './failure.ts';
import { presenter } from './presenter.ts';
import { version } from './version.ts';

const stopped =
  'Stopped. Nothing is half done: the next run continues from here, so type the same command again.';

/**
 * Runs the command line with some arguments and gives the exit code; it never fails.
 *
 * Interrupted, it says so, and stays interrupted.
 */
export function runSales(args: readonly string[]): Effect.Effect<number, never, Command.Environment> {
  const json = wantsJson(args);
  return Command.runWith(sales, { version })(args).pipe(
    Effect.as<number>(exitCodes.done),
    Effect.onInterrupt(() =>
      json ? tell({ tag: 'Interrupted', message: stopped }, json) : Console.error(stopped),
    ),
    Effect.catchCause((cause) => {
      if (Cause.hasInterrupts(cause)) return Effect.interrupt;
      const error = Cause.squash(cause);
      // The presenter has told it already.
      if (CliError.isCliError(error) && error._tag === 'ShowHelp')
        return Effect.succeed(error.errors.length > 0 ? exitCodes.usage : exitCodes.done);
      return tellCause(cause, json);
    }),
    Effect.provide(settings(json)),
  );
}

/** Tells whether errors are to be JSON; asked before the arguments are parsed, because parsing may fail. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--json' || arg === '--json=true');
}

function settings(json: boolean): Layer.Layer<never> {
  const { Completions, Help, Version } = GlobalFlag;
  return Layer.mergeAll(
    CliConfig.layer({ builtIns: [Help, Version, Completions] }),
    CliOutput.layerPresenter(presenter(json)),
    Layer.succeed(Logger.LogToStderr, true),
  );
}
