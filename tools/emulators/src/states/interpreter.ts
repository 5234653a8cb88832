import { setTimeout as sleep } from 'node:timers/promises';
import { assertKnown } from './knownFields.ts';
import { fill, follow, place, type Scope } from './paths.ts';
import { StatesError } from './statesError.ts';

/** A state, as its definition says it; `assertKnown` has looked at it. */
// oxlint-disable-next-line typescript/no-explicit-any
type State = Readonly<Record<string, any>>;

interface Level {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** A state machine's definition in JSONPath. */
export interface Definition extends Level {
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}

/** What happens in an execution, as it happens. */
export interface StateEvent {
  readonly type: 'entered' | 'retried' | 'caught' | 'succeeded' | 'failed';
  readonly state: string;
  readonly detail?: string;
}

/** What an execution is run with. */
export interface ExecutionOptions {
  readonly name: string;
  /** Does what a Task asks of a service; throws StatesError. */
  readonly call: (resource: string, parameters: unknown) => Promise<unknown>;
  /** A second of the definition takes this long: waiting can be shortened, what is waited for cannot. */
  readonly msPerSecond?: number;
  readonly onEvent?: (event: StateEvent) => void;
}

/** How an execution ended. */
export type Outcome =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause: string };

/** Step Functions' limit on what a state takes and gives, in bytes. */
const payloadLimit = 262_144;

/** Runs a state machine from its start to its end. Throws for a definition that it does not know all of. */
export async function runStateMachine(
  definition: Definition,
  input: unknown,
  options: ExecutionOptions,
): Promise<Outcome> {
  if (definition.QueryLanguage === 'JSONata') throw new Error('This interpreter knows JSONPath only.');
  assertKnown(definition);
  const context = { Execution: { Name: options.name, Input: input, StartTime: new Date().toISOString() } };
  try {
    return { status: 'SUCCEEDED', output: await runLevel(definition, input, context, options) };
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    return { status: 'FAILED', error: error.error, cause: error.causeText };
  }
}

async function runLevel(
  level: Level,
  input: unknown,
  context: object,
  options: ExecutionOptions,
): Promise<unknown> {
  let name = level.StartAt;
  let data = input;
  for (;;) {
    const state = level.States[name]!;
    assertSize(name, data);
    options.onEvent?.({ type: 'entered', state: name });
    const { output, next } = await runState(name, state, { data, context }, options);
    assertSize(name, output);
    if (next === undefined) return output;
    data = output;
    name = next;
  }
}

async function runState(name: string, state: State, scope: Scope, options: ExecutionOptions) {
  const then = { next: state['Next'] as string | undefined };
  switch (state['Type']) {
    case 'Choice':
      return { output: scope.data, next: choose(state, scope) };
    case 'Wait':
      await sleep(state['Seconds'] * (options.msPerSecond ?? 1000));
      return { output: scope.data, ...then };
    case 'Fail':
      throw new StatesError(
        state['Error'] ?? String(follow(state['ErrorPath'], scope)),
        state['Cause'] ?? String(follow(state['CausePath'], scope)),
      );
    case 'Pass':
    case 'Succeed':
      return { output: scope.data, ...then };
    default:
      return runGuarded(name, state, scope, options);
  }
}

/** Runs a Task or a Map with its Retry and Catch. */
async function runGuarded(name: string, state: State, scope: Scope, options: ExecutionOptions) {
  const { onEvent = () => {}, msPerSecond = 1000 } = options;
  const retries: State[] = state['Retry'] ?? [];
  const attempts = retries.map(() => 0);
  for (;;) {
    try {
      const result =
        state['Type'] === 'Map' ? await runMap(state, scope, options) : await runTask(state, scope, options);
      onEvent({ type: 'succeeded', state: name });
      return {
        output: place(scope.data, state['ResultPath'], result),
        next: state['Next'] as string | undefined,
      };
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      const at = retries.findIndex(({ ErrorEquals }) =>
        ErrorEquals.some((one: string) => error.matches(one)),
      );
      const retrier = retries[at];
      if (retrier !== undefined && attempts[at]! < (retrier['MaxAttempts'] ?? 3)) {
        onEvent({ type: 'retried', state: name, detail: error.message });
        const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Number.POSITIVE_INFINITY } = retrier;
        const seconds = Math.min(IntervalSeconds * BackoffRate ** attempts[at]!++, MaxDelaySeconds);
        const share = retrier['JitterStrategy'] === 'FULL' ? Math.random() : 1;
        await sleep(seconds * share * msPerSecond);
        continue;
      }
      const catcher: State | undefined = (state['Catch'] ?? []).find((one: State) =>
        one['ErrorEquals'].some((equals: string) => error.matches(equals)),
      );
      onEvent({ type: catcher === undefined ? 'failed' : 'caught', state: name, detail: error.message });
      if (catcher === undefined) throw error;
      const caught = { Error: error.error, Cause: error.causeText };
      return { output: place(scope.data, catcher['ResultPath'], caught), next: catcher['Next'] as string };
    }
  }
}

async function runTask(state: State, scope: Scope, { call }: ExecutionOptions): Promise<unknown> {
  const result = await withinSeconds(
    state['TimeoutSeconds'],
    call(state['Resource'], fill(state['Parameters'], scope)),
  );
  const selector: unknown = state['ResultSelector'];
  return selector === undefined ? result : fill(selector, { ...scope, data: result });
}

/** Runs a Map's items as child executions, so many at once; the first failure lets no further one begin. */
async function runMap(state: State, scope: Scope, options: ExecutionOptions): Promise<unknown> {
  const { Resource, Parameters } = state['ItemReader'];
  const items = (await options.call(Resource, fill(Parameters, scope))) as readonly unknown[];
  const results: unknown[] = [];
  let next = 0;
  let failures = 0;
  const work = async (): Promise<void> => {
    while (next < items.length && failures === 0) {
      const index = next++;
      const context = { ...(scope.context as object), Map: { Item: { Index: index, Value: items[index] } } };
      const input = fill(state['ItemSelector'], { data: scope.data, context });
      try {
        results[index] = await runLevel(state['ItemProcessor'], input, context, options);
      } catch (error) {
        if (!(error instanceof StatesError)) throw error;
        failures++;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(state['MaxConcurrency'], items.length) }, work));
  // Tolerance is not rehearsed: our definition has none.
  if (failures > 0 || state['ToleratedFailurePercentage'] !== 0) {
    throw new StatesError(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
  }
  return results;
}

function choose(state: State, scope: Scope): string {
  for (const { Variable, StringEquals, BooleanEquals, Next } of state['Choices']) {
    if (follow(Variable, scope) === (StringEquals ?? BooleanEquals)) return Next;
  }
  return state['Default'];
}

async function withinSeconds<A>(seconds: number, work: Promise<A>): Promise<A> {
  const stop = new AbortController();
  const timeout = sleep(seconds * 1000, undefined, { signal: stop.signal }).then(() => {
    throw new StatesError('States.Timeout', `The task took longer than ${seconds} s.`);
  });
  timeout.catch(() => {});
  try {
    return await Promise.race([work, timeout]);
  } finally {
    stop.abort();
  }
}

function assertSize(name: string, value: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > payloadLimit) {
    throw new StatesError(
      'States.DataLimitExceeded',
      `The payload of ${name} has ${bytes} bytes, over ${payloadLimit}.`,
    );
  }
}
