import { expect, it } from 'vitest';
import { spillError } from '../src/spillError.ts';

it('a disk that is full is named, with what to do', () => {
  const cause = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  expect(spillError(cause)).toMatchObject({
    _tag: 'LakeError',
    reason: 'NoSpace',
    message: expect.stringContaining('name a larger folder by TMPDIR'),
  });
});

it('a bug stays one', () => {
  expect(() => spillError(new TypeError('x is no function'))).toThrow('x is no function');
});
