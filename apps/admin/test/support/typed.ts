import * as NodeServices from '@effect/platform-node/NodeServices';
import { Effect, Layer } from 'effect';
import { TestConsole } from 'effect/testing';
import { type Face, runSales, Screen } from '../../src/index.ts';

/** What a command left behind. */
export interface Typed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const pipe: Face = { isTerminal: false, hasColour: false, columns: undefined };

/** Runs the command line in this process, as in a pipe unless told otherwise. */
export function typed(args: readonly string[], out: Face = pipe): Promise<Typed> {
  const run = Effect.gen(function* () {
    const code = yield* runSales(args);
    return {
      code,
      out: (yield* TestConsole.logLines).join('\n'),
      err: (yield* TestConsole.errorLines).join('\n'),
    };
  });
  const services = Layer.mergeAll(
    NodeServices.layer,
    TestConsole.layer,
    Layer.succeed(Screen, { out, err: pipe }),
  );
  return Effect.runPromise(Effect.provide(run, services));
}

/** Runs a command with `--json`, which must succeed, and gives its document. */
export async function typedJson<A = Record<string, unknown>>(args: readonly string[]): Promise<A> {
  const { code, out, err } = await typed([...args, '--json']);
  if (code !== 0) throw new Error(`sales ${args.join(' ')} ended with ${code}: ${out}${err}`);
  return JSON.parse(out) as A;
}
