import * as NodeRuntime from '@effect/platform-node/NodeRuntime';
import * as NodeServices from '@effect/platform-node/NodeServices';
import { Effect, Exit } from 'effect';
import { exitCodes } from './failure.ts';
import { runSales } from './program.ts';

/** A reader that has seen enough, such as `head`, is no failure; a full disk behind `>` is. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`error: The output cannot be written: ${error.message}.\n`);
  process.exit(exitCodes.failed);
}
process.stdout.on('error', onOutputError);
process.stderr.on('error', () => {});

let interrupts = 0;
process.on('SIGINT', () => {
  // Whoever presses twice does not want to wait; what is left behind, the next run tidies up.
  if (++interrupts > 1) process.exit(exitCodes.stopped);
});

NodeRuntime.runMain(runSales(process.argv.slice(2)).pipe(Effect.provide(NodeServices.layer)), {
  disableErrorReporting: true,
  teardown: (exit, onExit) => {
    const code = Exit.isSuccess(exit) ? (exit.value as number) : exitCodes.stopped;
    process.exitCode = code;
    // An exit would cut off what a slow reader has not taken yet.
    process.stdout.write('', () => onExit(code));
  },
});
