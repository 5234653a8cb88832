import { assert, describe, it } from 'vitest';
import { environmentNames, environmentOf, executionInput, handlerNames, payloads } from '../src/index.ts';

describe('payloads', () => {
  it('take a batch by its id only, and no id that would leave its folder', () => {
    assert.deepEqual(executionInput.parse({ batchId: '20260307-0123456789ab-a1' }), {
      batchId: '20260307-0123456789ab-a1',
    });
    for (const batchId of ['', '../x', 'a/b', undefined])
      assert.isFalse(executionInput.safeParse({ batchId }).success);
  });

  it('drop what a step does not know', () => {
    const rows = [{ transaction_id: 'T1' }];
    assert.deepEqual(payloads.clean.input.parse({ batchId: 'b', part: 3, rows }), { batchId: 'b', part: 3 });
  });

  it('tell a failure by the steps that were caught', () => {
    const failed = { clean: { Error: 'SourceUnreadable', Cause: '{"errorMessage":"…"}' } };
    assert.deepEqual(payloads.notify.input.parse({ batchId: 'b', execution: 'e', failed }), {
      batchId: 'b',
      execution: 'e',
      failed,
    });
    assert.deepEqual(payloads.notify.input.parse({ batchId: 'b', execution: 'e' }), {
      batchId: 'b',
      execution: 'e',
    });
  });
});

describe('the environment', () => {
  it('is known of every handler, by names that are all used', () => {
    assert.sameMembers(Object.keys(environmentOf), [...handlerNames]);
    const used = new Set(Object.values(environmentOf).flat());
    const forTheMap = environmentNames.cleanConcurrency;
    assert.sameMembers([...used, forTheMap], Object.values(environmentNames));
  });
});
