import { createRequire } from 'node:module';
import { assert, describe, it } from 'vitest';
import { handlerSizes, renderWorkflow, type TaskState } from '../src/index.ts';
import { levelsOf, nextOf, options, statesOf, workflows } from './workflows.ts';

const require = createRequire(import.meta.url);
/** The package has no types of its own. */
const validate = require('asl-validator') as (definition: unknown) => {
  readonly isValid: boolean;
  readonly errorsText: () => string;
};

describe.each(workflows)('the workflow %s', (_, machine) => {
  const states = statesOf(machine);

  it('is valid Amazon States Language', () => {
    const { isValid, errorsText } = validate(structuredClone(machine));
    assert.isTrue(isValid, isValid ? '' : errorsText());
  });

  it('names each state once, and goes only where there is one', () => {
    const names = levelsOf(machine).flatMap(({ states }) => Object.keys(states));
    assert.strictEqual(new Set(names).size, names.length);
    for (const { start, states } of levelsOf(machine)) {
      assert.containsAllKeys(states, [start, ...Object.values(states).flatMap(nextOf)]);
    }
  });

  it('can reach each state, and from each an end', () => {
    for (const { start, states } of levelsOf(machine)) {
      const reached = new Set([start]);
      for (const name of reached) for (const next of nextOf(states[name]!)) reached.add(next);
      assert.sameMembers([...reached], Object.keys(states));
      const ending = new Set(
        Object.entries(states).flatMap(([name, state]) =>
          'End' in state || state.Type === 'Fail' ? [name] : [],
        ),
      );
      let size: number;
      do {
        size = ending.size;
        for (const [name, state] of Object.entries(states)) {
          if (nextOf(state).some((next) => ending.has(next))) ending.add(name);
        }
      } while (ending.size > size);
      assert.sameMembers([...ending], Object.keys(states));
    }
  });

  it('retries each call by the names of errors, ever later and not all at the same moment', () => {
    for (const [name, state] of Object.entries(states)) {
      if (state.Type !== 'Task' && state.Type !== 'Map') continue;
      assert.isNotEmpty(state.Retry, name);
      for (const { ErrorEquals, BackoffRate, JitterStrategy, MaxDelaySeconds } of state.Retry) {
        assert.notInclude(ErrorEquals, 'States.ALL', name);
        assert.isAbove(BackoffRate, 1, name);
        assert.strictEqual(JitterStrategy, 'FULL', name);
        assert.isAtMost(MaxDelaySeconds, 300, name);
      }
    }
  });

  it('records the failure of whichever stage fails, sends a message, and fails', () => {
    for (const { states } of levelsOf(machine).slice(0, 1)) {
      for (const [name, state] of Object.entries(states)) {
        if ((state.Type !== 'Task' && state.Type !== 'Map') || name === 'RecordFailure') continue;
        const [first, ...others] = state.Catch ?? [];
        assert.isEmpty(others, name);
        assert.deepInclude(first, { ErrorEquals: ['States.ALL'], Next: 'RecordFailure' }, name);
        assert.match(first!.ResultPath, /^\$\.failed\.[a-z]+$/, name);
      }
      assert.deepInclude(states.RecordFailure, { Next: 'Failed' });
      assert.strictEqual(states.Failed?.Type, 'Fail');
      // Recording a failure can itself fail: that is no success either.
      const recording = states.RecordFailure as { readonly Catch: readonly { readonly Next: string }[] };
      assert.strictEqual(states[recording.Catch[0]!.Next]?.Type, 'Fail');
    }
  });

  it('ends well only behind a message of success', () => {
    const ends = Object.entries(machine.States).filter(
      ([, state]) => 'End' in state || state.Type === 'Fail',
    );
    assert.sameMembers(
      ends.map(([name]) => name),
      ['Notify', 'Failed', 'FailedUnrecorded'],
    );
  });

  it('hands on nothing but names, numbers and pointers', () => {
    for (const [name, state] of Object.entries(states)) {
      if (state.Type !== 'Task') continue;
      // Either the result is dropped, or fields of it are picked by name; never a whole answer.
      const picked = Object.values(state.ResultSelector ?? {});
      assert.isTrue(state.ResultPath === null || picked.length > 0, name);
      for (const path of picked) assert.match(path, /^\$\.Payload\.[a-z]+$/i, name);
      const given = JSON.stringify(state.Parameters);
      for (const [path] of given.matchAll(/"\$[^"]*"/g))
        assert.match(
          path,
          /^"\$(?:\.batchId|\.part|\.plan\.engine|\.failed|\$\.Execution\.(?:StartTime|Name))"$/,
          name,
        );
    }
  });

  it('lets no failed range pass', () => {
    const { Clean } = machine.States;
    assert.deepInclude(Clean, { ToleratedFailurePercentage: 0, MaxConcurrency: 40 });
  });

  it('waits for the end of a call longer than the function may take', () => {
    for (const state of Object.values(states)) {
      if (state.Type !== 'Task' || !state.Resource.endsWith(':lambda:invoke')) continue;
      const step = String(state.Parameters.FunctionName).split('-').at(-1) as keyof typeof handlerSizes;
      assert.isAbove(state.TimeoutSeconds, handlerSizes[step].timeoutSeconds);
    }
  });
});

describe('rendering a workflow', () => {
  it('refuses a concurrency that a Map does not take', () => {
    for (const concurrency of [0, 1.5, 10_001])
      assert.throws(() => renderWorkflow({ ...options, concurrency }), `The concurrency is ${concurrency}`);
  });

  it('takes the partition of the account into the names of services', () => {
    const states = Object.values(statesOf(renderWorkflow({ ...options, partition: 'aws-cn' })));
    const resources = states.flatMap((state) => (state.Type === 'Task' ? [state.Resource] : []));
    assert.isNotEmpty(resources);
    for (const resource of resources) assert.match(resource, /^arn:aws-cn:states:::/);
  });

  it('waits where a Glue job runs as often as it may, for longer than a large batch takes', () => {
    const { RawToSilver, SilverToGold, GoldToRedshift } = workflows[1]![1].States;
    for (const state of [RawToSilver, SilverToGold, GoldToRedshift] as readonly TaskState[]) {
      const retrier = state.Retry.find(({ ErrorEquals }) =>
        ErrorEquals.includes('Glue.ConcurrentRunsExceededException'),
      )!;
      const delays = Array.from({ length: retrier.MaxAttempts }, (_, attempt) =>
        Math.min(retrier.IntervalSeconds * retrier.BackoffRate ** attempt, retrier.MaxDelaySeconds),
      );
      assert.isAbove(
        delays.reduce((sum, seconds) => sum + seconds, 0),
        2 * 3600,
      );
    }
  });

  it('passes a Glue job what the jobs take', () => {
    const { RawToSilver } = workflows[1]![1].States;
    assert.deepInclude((RawToSilver as { readonly Parameters: object }).Parameters, {
      JobName: 'raw-to-silver',
      Arguments: {
        '--lake': 's3://lake',
        '--batch_id.$': '$.batchId',
        '--plan.$': "States.Format('s3://lake/runs/{}/work/plan.json', $.batchId)",
        '--contract_version': '1',
      },
    });
  });
});
