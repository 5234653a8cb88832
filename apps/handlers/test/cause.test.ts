import { assert, describe, it } from 'vitest';
import { causeOf } from '../src/notify/cause.ts';
import { newLake } from './support/environment.ts';

describe('the cause of a failure', () => {
  it.each([
    [
      'what a function said of its error',
      {
        Error: 'LakePermission',
        Cause: JSON.stringify({ errorType: 'LakePermission', errorMessage: 'Grant it.' }),
      },
      'Grant it.',
    ],
    [
      'the job, its run, and what it said last',
      {
        Error: 'States.TaskFailed',
        Cause: JSON.stringify({
          Id: 'jr_1',
          JobName: 'sales-dev-raw-to-silver',
          JobRunState: 'FAILED',
          ErrorMessage: 'SystemExit: raw-to-silver: There is nothing at s3://lake/plan.json.',
        }),
      },
      'The Glue job sales-dev-raw-to-silver ended as FAILED (SystemExit: raw-to-silver: There is nothing at s3://lake/plan.json.). See the log of its run jr_1.',
    ],
    [
      'that a job was stopped without a word',
      {
        Error: 'States.TaskFailed',
        Cause: JSON.stringify({ Id: 'jr_2', JobName: 'j', JobRunState: 'STOPPED' }),
      },
      'The Glue job j ended as STOPPED (without a word of why). See the log of its run jr_2.',
    ],
    [
      'what to change where time ran out',
      { Error: 'States.Timeout' },
      'The step model took longer than it may. See the log of its function; give it more memory, or smaller ranges.',
    ],
    [
      'what a service said',
      { Error: 'Glue.EntityNotFoundException', Cause: 'Job j is not found.' },
      'The step model failed with Glue.EntityNotFoundException: Job j is not found.',
    ],
  ])('is %s', async (_, caught, cause) => {
    const found = await newLake().run(causeOf('b', { model: caught }));
    assert.deepEqual(found, { step: 'model', error: caught.Error, cause });
  });
});
