import { payloads, type Payloads } from '@sales/workflow';
import { Effect, Exit, Layer, ManagedRuntime } from 'effect';
import * as z from 'zod';
import { inSources } from './sourcePlaces.ts';
import { StepError, stepError } from './stepError.ts';
import { log, logLayer, metrics, traced } from './telemetry.ts';

/** A Lambda handler: an event in, a result out, or an error that names itself. */
export type Handler = (event: unknown) => Promise<unknown>;

/** A handler of events that are checked by a schema. */
export interface HandlerOptions<Input, Output, Services, E> {
  readonly name: string;
  readonly input: z.ZodType<Input>;
  /** What stands on every line of the log, and in the trace. */
  readonly about: (input: Input) => Readonly<Record<string, string | number>>;
  readonly layer: Layer.Layer<Services, E>;
  readonly program: (input: Input) => Effect.Effect<Output, unknown, Services>;
}

/** Makes a handler. Its services are opened by the first call and kept; if they cannot be, the next call tries again. */
export function lambdaHandler<Input, Output, Services, E>(
  options: HandlerOptions<Input, Output, Services, E>,
): Handler {
  const { name, input: schema, about, program } = options;
  const layer = Layer.mergeAll(options.layer, logLayer);
  let runtime: ManagedRuntime.ManagedRuntime<Services, E> | undefined;

  const run = async (input: Input): Promise<Output> => {
    runtime ??= ManagedRuntime.make(layer);
    const opened = await runtime.runPromiseExit(Effect.void);
    if (Exit.isFailure(opened)) {
      runtime = undefined;
      throw stepError(opened.cause);
    }
    const exit = await runtime.runPromiseExit(program(input));
    if (Exit.isFailure(exit)) throw stepError(exit.cause);
    return exit.value;
  };

  return async (event) => {
    const parsed = schema.safeParse(event);
    if (!parsed.success) {
      const message = `The event of ${name} is not what it takes: ${z.prettifyError(parsed.error)}`;
      log.error(message);
      throw new StepError('PayloadInvalid', message, { cause: parsed.error });
    }
    const facts = about(parsed.data);
    log.appendKeys({ step: name, ...facts });
    try {
      return await traced(name, facts, () => run(parsed.data));
    } catch (error) {
      const { name: type, message, stack } = error as Error;
      if (stack !== undefined) (error as Error).stack = inSources(stack);
      // An alarm looks for errors: what is tried again is none yet.
      if (error instanceof StepError && error.isRetried) log.warn(message, { type });
      else log.error(message, { type });
      throw error;
    } finally {
      metrics.publishStoredMetrics();
      log.removeKeys(['step', ...Object.keys(facts)]);
    }
  };
}

/** Makes the handler of a step of the workflow. */
export function stepHandler<Step extends keyof Payloads, Services, E>(
  step: Step,
  options: {
    readonly layer: Layer.Layer<Services, E>;
    readonly program: (
      input: Payloads[Step]['input'],
    ) => Effect.Effect<Payloads[Step]['output'], unknown, Services>;
  },
): Handler {
  return lambdaHandler<Payloads[Step]['input'], Payloads[Step]['output'], Services, E>({
    name: step,
    input: payloads[step].input as unknown as z.ZodType<Payloads[Step]['input']>,
    about: (input) =>
      'part' in input ? { batchId: input.batchId, part: input.part } : { batchId: input.batchId },
    ...options,
  });
}
