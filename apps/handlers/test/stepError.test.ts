import { LakeError, LockHeld, LockLost } from '@sales/lake';
import { WarehouseError } from '@sales/warehouse';
import { Cause } from 'effect';
import { assert, describe, it } from 'vitest';
import { awsError } from '../src/awsError.ts';
import { stepError } from '../src/stepError.ts';

const lake = (reason: LakeError['reason']) => new LakeError({ reason, key: 'k', message: 'A sentence.' });
const owner = { host: 'batch a', pid: 0, startedAt: 'unknown', id: 'a' };

describe('the name of an error', () => {
  it.each([
    [lake('Unavailable'), 'Transient'],
    [lake('Permission'), 'LakePermission'],
    [lake('NotFound'), 'LakeNotFound'],
    [new LockHeld({ name: 'sales', owner, expiresAt: '', message: 'A sentence.' }), 'LockHeld'],
    [new LockLost({ name: 'sales', fence: 1, message: 'A sentence.' }), 'Transient'],
    [new WarehouseError({ reason: 'Busy', message: 'A sentence.' }), 'LoadConflict'],
    [new WarehouseError({ reason: 'Assertion', message: 'A sentence.' }), 'WarehouseAssertion'],
    [
      awsError('Glue', 'do it', { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }),
      'Transient',
    ],
    [awsError('Glue', 'do it', { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } }), 'Transient'],
    [awsError('Glue', 'do it', { name: 'TimeoutError' }), 'Transient'],
    [
      awsError('Glue', 'do it', { name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } }),
      'AwsError',
    ],
    [new TypeError('A bug.'), 'TypeError'],
  ])('says whether the workflow tries again: %s', (error, name) => {
    const named = stepError(Cause.fail(error));
    assert.strictEqual(named.name, name);
    assert.strictEqual(named.isRetried, ['Transient', 'LockHeld', 'LoadConflict'].includes(name));
    assert.strictEqual(named.message, error.message);
  });

  it('is that of a bug where one got in the way', () => {
    assert.strictEqual(stepError(Cause.die(new RangeError('A bug.'))).name, 'RangeError');
  });
});
