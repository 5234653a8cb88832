import { assert, describe, it } from 'vitest';
import { type Definition, runStateMachine, StatesError, type StateEvent } from '../../src/index.ts';

const retry = (names: readonly string[], attempts: number) => ({
  ErrorEquals: names,
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxAttempts: attempts,
  JitterStrategy: 'FULL',
});

/** A task with what a test adds to it. */
function task(more: Readonly<Record<string, unknown>>) {
  return { Type: 'Task', Resource: 'work', Parameters: { 'n.$': '$.n' }, TimeoutSeconds: 5, ...more };
}

/** Runs a machine whose calls are answered one after another: a value, or an error that is thrown. */
async function run(states: Definition['States'], answers: readonly unknown[], input: unknown = { n: 1 }) {
  const calls: unknown[] = [];
  const events: StateEvent[] = [];
  const left = [...answers];
  const outcome = await runStateMachine({ StartAt: Object.keys(states)[0]!, States: states }, input, {
    name: 'execution',
    msPerSecond: 1,
    onEvent: (event) => events.push(event),
    call: async (_resource, parameters) => {
      calls.push(parameters);
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { outcome, calls, events };
}

const busy = new StatesError('Transient', '{"errorMessage":"busy"}');

describe('a task', () => {
  it('takes fields of the input, picks fields of the result, and puts them where they belong', async () => {
    const { outcome, calls } = await run(
      {
        A: task({
          Parameters: {
            'n.$': '$.n',
            'name.$': '$$.Execution.Name',
            'text.$': "States.Format('s3://b/{}/x', $.n)",
            fixed: [1],
          },
          ResultSelector: { 'b.$': '$.Payload.b' },
          ResultPath: '$.deep.a',
          End: true,
        }),
      },
      [{ Payload: { b: 2, c: 3 } }],
    );
    assert.deepEqual(calls, [{ n: 1, name: 'execution', text: 's3://b/1/x', fixed: [1] }]);
    assert.deepEqual(outcome, { status: 'SUCCEEDED', output: { n: 1, deep: { a: { b: 2 } } } });
  });

  it('is tried again by the name of its error, so often, and then caught', async () => {
    const states = {
      A: task({
        Retry: [retry(['Transient'], 2), retry(['States.Timeout'], 9)],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failed.a', Next: 'B' }],
        Next: 'C',
      }),
      B: { Type: 'Fail', ErrorPath: '$.failed.a.Error', CausePath: '$.failed.a.Cause' },
      C: { Type: 'Succeed' },
    };
    assert.deepInclude((await run(states, [busy, busy, { ok: true }])).outcome, { status: 'SUCCEEDED' });
    const { outcome, calls } = await run(states, [busy, busy, busy]);
    assert.lengthOf(calls, 3);
    assert.deepEqual(outcome, { status: 'FAILED', error: 'Transient', cause: '{"errorMessage":"busy"}' });
    const final = await run(states, [new StatesError('SourceUnreadable', 'x')]);
    assert.lengthOf(final.calls, 1);
  });

  it('times out, which States.TaskFailed does not cover', async () => {
    const late = runStateMachine(
      {
        StartAt: 'A',
        States: { A: task({ TimeoutSeconds: 0.01, Retry: [retry(['States.TaskFailed'], 5)], End: true }) },
      },
      { n: 1 },
      { name: 'e', call: () => new Promise(() => {}) },
    );
    assert.deepInclude(await late, { status: 'FAILED', error: 'States.Timeout' });
  });

  it('fails past all Catch where a path finds nothing, or a payload is too large', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'B' }];
    const B = { Type: 'Succeed' };
    const missing = await run({ A: task({ Parameters: { 'x.$': '$.nowhere' }, Catch, Next: 'B' }), B }, [{}]);
    assert.deepInclude(missing.outcome, { status: 'FAILED', error: 'States.Runtime' });
    const large = await run({ A: task({ Catch, Next: 'B' }), B }, [{ rows: 'x'.repeat(262_144) }]);
    assert.deepInclude(large.outcome, { status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

const map = {
  Type: 'Map',
  ItemReader: { Resource: 'read', Parameters: { 'Key.$': '$.key' } },
  ItemSelector: { 'n.$': '$$.Map.Item.Value.n', 'key.$': '$.key' },
  MaxConcurrency: 2,
  ToleratedFailurePercentage: 0,
  ItemProcessor: { StartAt: 'One', States: { One: task({ Retry: [retry(['Transient'], 1)], End: true }) } },
  ResultPath: null,
  End: true,
};

describe('a map', () => {
  const items = Array.from({ length: 5 }, (_, n) => ({ n }));
  const runMap = async (failing: (n: number) => Error | undefined) => {
    let atOnce = 0;
    let most = 0;
    const outcome = await runStateMachine(
      { StartAt: 'M', States: { M: map } },
      { key: 'k' },
      {
        name: 'e',
        msPerSecond: 1,
        call: async (resource, parameters) => {
          if (resource === 'read') return items;
          most = Math.max(most, ++atOnce);
          await new Promise((resolve) => setTimeout(resolve, 5));
          atOnce--;
          const error = failing((parameters as { n: number }).n);
          if (error !== undefined) throw error;
          return {};
        },
      },
    );
    return { outcome, most };
  };

  it('reads its items, works on so many at once, and hands on its input', async () => {
    const { outcome, most } = await runMap(() => undefined);
    assert.deepEqual(outcome, { status: 'SUCCEEDED', output: { key: 'k' } });
    assert.strictEqual(most, 2);
  });

  it('fails when one item does, with a name of its own', async () => {
    const { outcome } = await runMap((n) => (n === 3 ? new StatesError('SourceUnreadable', 'x') : undefined));
    assert.deepInclude(outcome, { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  });
});

describe('a definition that uses more than is known here', () => {
  it('is refused, for a run of it would prove nothing', async () => {
    for (const state of [
      { Type: 'Parallel' },
      task({ HeartbeatSeconds: 3, End: true }),
      { Type: 'Pass', Result: 1, End: true },
    ]) {
      let refused = false;
      await run({ A: state }, [{}]).catch(() => (refused = true));
      assert.isTrue(refused, JSON.stringify(state));
    }
  });
});
